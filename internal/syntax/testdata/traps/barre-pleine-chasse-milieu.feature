# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
      | a | b |
      | 1 ｜ 2 |
