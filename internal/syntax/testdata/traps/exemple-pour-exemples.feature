# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit <x>
    Exemple:
      | x |
      | 1 |
