# language: fr
Fonctionnalité: F
  Scénario: a
    * x
    Alors y
