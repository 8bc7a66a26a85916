# language: fr
Fonctionnalité: F
  Scénario: a
    Given x
    Alors y
