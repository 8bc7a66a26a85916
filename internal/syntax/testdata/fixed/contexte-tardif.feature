# language: fr
Fonctionnalité: F
  Contexte:
    Soit y
  Scénario: bon
    Soit x
