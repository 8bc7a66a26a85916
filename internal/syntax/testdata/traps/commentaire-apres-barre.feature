# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
      | a | b | # remarque
      | 1 | 2 |
