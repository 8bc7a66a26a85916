# language: fr
Fonctionnalité: F
  @a @b
  Scénario: bon
    Soit x
