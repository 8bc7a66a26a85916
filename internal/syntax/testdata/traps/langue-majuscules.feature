# language: FR
Fonctionnalité: F
  Scénario: bon
    Soit x
