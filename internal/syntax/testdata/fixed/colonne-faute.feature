# language: fr
Fonctionnalité: F
  Plan du scénario: Effet
    Soit <date d'effet>, <HT/TTC>
    Exemples:
      | date d'effet | HT/TTC |
      | 1er mai      | HT     |
