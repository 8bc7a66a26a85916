# language: fr
Fonctionnalité: Barème
Plan du scénario: Calculer
Quand l'effectif est <effectif>
Alors la cotisation est de <montant> €
Exemples:
|effectif|montant|note|
|1|90,50||
|1000|12 345,00|plafond|
