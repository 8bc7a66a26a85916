# language: fr
Fonctionnalité: F
  @a
  Scénario: bon
    Soit x
