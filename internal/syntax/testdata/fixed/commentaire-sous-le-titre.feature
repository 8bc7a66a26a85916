# language: fr
Fonctionnalité: F
  Une description.
  # à relire
  Scénario: a
    Soit x
