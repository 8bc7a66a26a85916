# language: fr
Fonctionnalité: F
  Scénario: Un
    Quand b
    Alors c
