# language: fr
Fonctionnalité: F
  # à relire
  Une description.
  Scénario: a
    Soit x
