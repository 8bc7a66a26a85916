# language: fr-FR
Fonctionnalité: F
  Scénario: bon
    Soit x
