# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit <prénom> et <nom>
    Exemples:
      | prénom | nom |
      | Zoé    | Roy |
