# language: fr
Fonctionnalité: F
  Scénario: Un
    Given: x
    Quand b
    Alors c
