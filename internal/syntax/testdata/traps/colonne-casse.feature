# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit <Prenom> et <nom>
    Exemples:
      | prénom | nom |
      | Zoé    | Roy |
