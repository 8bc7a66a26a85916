# language: fr
Fonctionnalité: Barème
  Scénario: Lire le barème
    Soit le barème :
      | effectif | montant | hors taxes
      | 10       | 150     | hors taxes
    Quand je consulte la cotisation
    Alors elle vaut 150 euros
