# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit <x>
    Alors y
    Exemples:
      | x |
      | 1 |
