# language: fr
Fonctionnalité: F
  Scénario: Un
    Et x
    Quand b
    Alors c
