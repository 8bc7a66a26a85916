# language: french
Fonctionnalité: F
  Scénario: a
    Soit x
