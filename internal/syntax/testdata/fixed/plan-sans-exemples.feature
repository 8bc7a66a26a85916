# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit <x>
    Exemples:
      | x |
      | 1 |
