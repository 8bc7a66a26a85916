# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
  Scénario: b
    Soit y
