# language: breton
Fonctionnalité: F
  Scénario: a
    Soit x
