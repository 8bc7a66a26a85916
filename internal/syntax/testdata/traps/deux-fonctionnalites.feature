# language: fr
Fonctionnalité: F
  Scénario: bon
    Soit x
Fonctionnalité: G
  Scénario: bon
    Soit x
