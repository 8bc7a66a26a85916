# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit <x>
    Exemples:
      | x | y |
      | 1 | 2 |
