# language: fr
Fonctionnalité: F
  @a
  Scénario: a
    Soit x
    Alors y
