# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
    - Quand y
    - Alors z
