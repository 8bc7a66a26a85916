# language: fr
Fonctionnalité: F
  Une description.

  Scénario: a
    Soit x
