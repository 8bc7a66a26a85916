# language: fr
Fonctionnalité: F
  Scénario: a
    Quandje valide
    Alors y
