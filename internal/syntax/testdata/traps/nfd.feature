# language: fr
Fonctionnalité: F
  Scénario: bon
    Soit x
