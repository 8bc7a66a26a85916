# language: fr
Fonctionnalité: F
  @a
  Contexte:
    Soit y
  Scénario: bon
    Soit x
