# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit <y>
      | <z> |
    Exemples:
      | x |
      | 1 |
