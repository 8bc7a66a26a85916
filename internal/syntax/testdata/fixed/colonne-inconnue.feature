# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit <x>
      | <x> |
    Exemples:
      | x |
      | 1 |
