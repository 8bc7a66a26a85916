# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit <x>
    Exemples:
      du texte
      | x |
      | 1 |
