# language: fr
Fonctionnalité: F
  Scénario: a
      | a |
    Soit x
