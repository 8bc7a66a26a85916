# language: fr
Fonctionnalité: F
  Règle: r
  Scénario: bon
    Soit x
