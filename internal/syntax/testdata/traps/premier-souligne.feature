# language: fr
Fonctionnalité: F
  Scénario: Un
    __Soit__ x
    Quand b
    Alors c
