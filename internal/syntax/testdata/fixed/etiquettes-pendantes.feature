# language: fr
Fonctionnalité: F
  Scénario: bon
    Soit x
  @a @b
  Scénario: annoncé
    Soit y
