# language: fr
Fonctionnalité: F
  Plan de scénario: a
    Soit <x>
    Exemples:
      | x |
      | 1 |
