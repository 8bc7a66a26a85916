# language: fr
Fonctionnalité: F
  Étant donné x
  Quand y
  Alors z
  Scénario: bon
    Soit x
