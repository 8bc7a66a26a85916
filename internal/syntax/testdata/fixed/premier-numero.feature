# language: fr
Fonctionnalité: F
  Scénario: Un
    Soit x
    Quand b
    Alors c
