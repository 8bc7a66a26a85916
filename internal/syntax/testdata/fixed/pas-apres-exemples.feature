# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit <x>
    Et y
    Exemples:
      | x |
      | 1 |
