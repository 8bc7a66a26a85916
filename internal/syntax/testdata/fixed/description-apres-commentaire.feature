# language: fr
Fonctionnalité: F
  Une phrase.
  Une autre.
  # un mot
  Scénario: bon
    Soit x
