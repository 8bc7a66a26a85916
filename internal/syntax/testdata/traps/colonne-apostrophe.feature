# language: fr
Fonctionnalité: F
  Plan du scénario: a
    Soit « <date d’effet> »
    Exemples:
      | date d'effet |
      | 1er mai      |
