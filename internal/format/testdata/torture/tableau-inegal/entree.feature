# language: fr
Fonctionnalité: Barème
  Scénario: Lire le barème
    Soit le barème :
      | effectif | montant |
      | 10       |
    Alors elle vaut 150 euros
