# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
      # remarque
      | a | b |
      | 1 | 2 |
