# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
      | a |
