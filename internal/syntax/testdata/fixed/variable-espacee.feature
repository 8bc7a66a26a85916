# language: fr
Fonctionnalité: F
  Plan du scénario: Un
    Soit <x>
    Alors <x> et 1 < 2 et 3 > 2
    Exemples:
      | x |
      | 1 |
