# language: fr
Fonctionnalité: Tableau vide
Scénario: Lire un tableau sans colonne
Soit le tableau :
  |
     |
Et le tableau d'une case vide :
||
|  |
Quand je lis
Alors rien n'est perdu
