# language: fr
Fonctionnalité: F
  Une phrase.
  # un mot
  Une autre.
  Scénario: bon
    Soit x
