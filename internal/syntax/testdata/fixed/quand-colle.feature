# language: fr
Fonctionnalité: F
  Scénario: a
    Quand je valide
    Alors y
