# language: fr
Fonctionnalité: F
  Contexte:
    Soit l'antenne <ville>
  Plan du scénario: a
    Alors <ville> et <ligne>
    Exemples:
      | ville  | ligne |
      | Rennes | 1     |
