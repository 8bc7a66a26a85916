# language: fr
Fonctionnalité: F
  Scénario: a
    SOIT x
    Alors y
