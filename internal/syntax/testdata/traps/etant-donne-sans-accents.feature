# language: fr
Fonctionnalité: F
  Scénario: a
    Etant donne x
    Alors y
