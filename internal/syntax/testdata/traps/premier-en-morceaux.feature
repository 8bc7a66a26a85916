# language: fr
Fonctionnalité: F
  Scénario: Un
    S oit x
    Quand b
    Alors c
