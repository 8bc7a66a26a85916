# language: fr
Fonctionnalité: F
  Contexte:
    Soit l'antenne Rennes
  Plan du scénario: a
    Alors <ville> et <ligne>
    Exemples:
      | ville  | ligne |
      | Rennes | 1     |
