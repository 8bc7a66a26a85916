# language: fr
Fonctionnalité: F
  Exemples:
    | x |
    | 1 |
