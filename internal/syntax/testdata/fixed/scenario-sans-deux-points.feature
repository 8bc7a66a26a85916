# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
  Scénario: bon
    Soit x
