# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
      | a | b | perdu |
      | 1 | 2 | 3     |
