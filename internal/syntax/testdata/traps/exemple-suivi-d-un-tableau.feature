# language: fr
Fonctionnalité: F
  Scénario: a
    Soit <x>
  Exemple:
      | x |
      | 1 |
