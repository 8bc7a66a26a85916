# language: fr



Fonctionnalité: Portail



  Une vitrine.


  Et un espace réservé.


  Contexte:

    Soit le portail ouvert



    Et un visiteur


    Quand il arrive
  Scénario: Lire une actualité

    Quand il ouvre l'actualité



    Alors elle s'affiche
    Et elle est datée
  Plan du scénario: Filtrer
    Quand il filtre par <thème>
    Alors il voit <nombre> actualités
    Exemples: Thèmes nationaux


      | thème | nombre |

      | emploi | 3 |


      | fiscalité | 12 |
    Exemples:
      | thème | nombre |
      | local | 0 |



