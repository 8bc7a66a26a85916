# language: fr
Fonctionnalité: F
  Plan du scénario: Effet
    Soit <date d'efet>, <HT/TCC>
    Exemples:
      | date d'effet | HT/TTC |
      | 1er mai      | HT     |
