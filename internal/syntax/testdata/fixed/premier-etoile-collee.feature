# language: fr
Fonctionnalité: F
  Scénario: Un
    * x
    Quand b
    Alors c
