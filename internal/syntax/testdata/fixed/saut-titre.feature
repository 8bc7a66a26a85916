# language: fr
Fonctionnalité: F
  Scénario: Un
    Soit a
    Alors c
