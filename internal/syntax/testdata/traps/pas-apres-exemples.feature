# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit <x>
    Exemples:
    Et y
      | x |
      | 1 |
