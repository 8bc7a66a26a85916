# language: fr
Fonctionnalité: F
  Scénario: a
    Et x
    Quand y
    Alors z
