# language: en
Fonctionnalité: F
  Scénario: a
    Soit x
