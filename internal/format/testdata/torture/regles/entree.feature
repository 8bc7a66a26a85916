# language: fr
@US-7
Fonctionnalité: Cloisonnement
En tant que président d'antenne
Je ne veux voir que mes adhérents
Contexte:
Soit deux antennes
@RG-1
Règle: Chacun chez soi
Une antenne ne voit pas l'autre.
Contexte: Les adhérents
Soit un adhérent par antenne
@CA-7.1
@droits @exception
Scénario: Refuser l'antenne voisine
Le cas le plus fréquent.
Quand le président de la première lit la seconde
Alors il est refusé
@limite
Plan du scénario: Refuser par rôle
Quand un <rôle> lit la seconde
Alors il est refusé
@JDD-roles
Exemples: Rôles locaux
Les rôles nationaux sont ailleurs.
|rôle|
|trésorier|
Règle: Le national voit tout
Exemple: Le siège lit une antenne
* le siège
Quand il lit
Alors il voit
