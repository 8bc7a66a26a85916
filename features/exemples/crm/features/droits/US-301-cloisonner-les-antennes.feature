# language: fr
@US-301 @EPIC-droits @parcours:droits @critique @must @antenne @risque:élevé @pret
Fonctionnalité: Cloisonner les données des antennes
  En tant que gestionnaire d'antenne
  Je veux que mes adhérents ne soient vus que de mon antenne et du siège
  Afin de garantir à chaque entreprise la confidentialité de sa situation

  Contexte:
    Soit le jeu de données "JDD-droits" chargé au 15/03/2027

  @CA-301.1 @RG-41 @role:gestionnaire-antenne @nominal @auto @SC-0041
  Scénario: Une antenne voit ses adhérents et eux seuls
    Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"
    Quand la liste des entreprises est consultée
    Alors la liste contient exactement
      | entreprise        |
      | Atelier du Ponant |
      | Chantier du Golfe |

  @CA-301.1 @RG-41 @role:gestionnaire-national @nominal @auto @SC-0042
  Scénario: Le siège voit les adhérents de toutes les antennes
    Soit un utilisateur connecté avec le rôle "gestionnaire-national"
    Quand la liste des entreprises est consultée
    Alors la liste contient 5 entreprises

  @CA-301.3 @role:adherent @limite @manuel @SC-0048
  Scénario: Un adhérent ne voit que sa propre entreprise
    Soit Loïc Tanguy, adhérent au nom de "Atelier du Ponant"
    Quand la liste des entreprises est ouverte
    Alors seule l'entreprise "Atelier du Ponant" est listée
    Et ses cotisations et ses messages sont consultables

  @CA-301.2 @RG-41
  Règle: RG-41 - L'existence même d'un adhérent d'une autre antenne n'est pas dévoilée

    @role:gestionnaire-antenne @droits @auto @SC-0043
    Plan du scénario: Un <role> de Bretagne n'accède pas à la fiche d'un adhérent du Rhône
      Soit l'entreprise "Soierie du Plateau"
      Et un utilisateur connecté avec le rôle "<role>" de l'antenne "Bretagne"
      Quand la fiche de l'entreprise est demandée
      Alors la ressource est déclarée introuvable
      Et la réponse ne mentionne pas "Soierie"

      @JDD-droits
      Exemples: Rôles de l'antenne Bretagne
        | id           | role                 |
        | gestionnaire | gestionnaire-antenne |
        | tresorier    | trésorier            |
        | adherent     | adhérent             |

    @role:gestionnaire-antenne @droits @auto @SC-0044
    Scénario: La recherche ne traverse pas les antennes
      Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"
      Quand une entreprise est recherchée avec le SIRET "00003774700011"
      Alors la liste contient 0 entreprises

    @role:tresorier @droits @auto @SC-0045
    Scénario: Un trésorier n'encaisse pas la cotisation d'une autre antenne
      Soit l'entreprise "Soierie du Plateau"
      Et un utilisateur connecté avec le rôle "trésorier" de l'antenne "Bretagne"
      Quand un règlement de "965,00" € est encaissé
      Alors la ressource est déclarée introuvable

    @role:gestionnaire-antenne @droits @auto @SC-0046
    Scénario: L'export d'une antenne ne contient que ses adhérents
      Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Rhône"
      Quand la liste des entreprises est exportée
      Alors l'export contient "Fonderie du Gier"
      Et l'export ne contient pas "Atelier du Ponant"
      Et l'export ne contient pas "Huilerie du Nebbio"

    @role:gestionnaire-antenne @droits @mixte @SC-0047
    Scénario: Recopier l'adresse d'une fiche d'une autre antenne ne donne rien à voir
      Soit l'entreprise "Soierie du Plateau"
      Et un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"
      Quand l'adresse de la fiche est ouverte dans le navigateur de l'antenne
      Alors la page affichée ne laisse deviner ni le nom ni l'antenne de l'entreprise
      Et la fiche de l'entreprise reste introuvable pour cette antenne
