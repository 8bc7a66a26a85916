# language: fr
Fonctionnalité: F
  Contexte:
    Soit y
  @a
  Scénario: bon
    Soit x
