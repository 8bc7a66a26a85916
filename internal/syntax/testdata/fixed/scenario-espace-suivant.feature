# language: fr
Fonctionnalité: F
  Scénario: bon
    Soit x
  Scénario: b
    Soit y
