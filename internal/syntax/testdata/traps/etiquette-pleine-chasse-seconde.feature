# language: fr
Fonctionnalité: F
  @a ＠b
  Scénario: a
    Soit x
