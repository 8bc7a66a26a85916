# language: fr
Fonctionnalité: Insécables

  Scénario: Garder les espaces insécables
    Soit « une phrase » 

    Et le tableau :
      |  montant  | 1 000 € |
      | a         | b       |  
    Quand je lis
    Alors rien n'est touché
