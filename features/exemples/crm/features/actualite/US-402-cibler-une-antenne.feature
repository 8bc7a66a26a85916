# language: fr
@US-402 @EPIC-actualite @parcours:actualite @critique @should @antenne @pret
Fonctionnalité: Cibler les lecteurs d'une actualité
  En tant que visiteur du portail
  Je veux lire les actualités nationales et celles de mon antenne
  Afin de ne recevoir que ce qui me concerne

  Contexte:
    Soit le jeu de données "JDD-actualites" chargé au 15/03/2027

  @CA-402.1 @RG-51 @role:visiteur @nominal @auto @SC-0064
  Plan du scénario: Le portail de l'antenne <antenne> <affichage> "<titre>"
    Soit un visiteur non connecté
    Quand le portail de l'antenne "<antenne>" est consulté
    Alors le portail consulté <affichage> "<titre>"

    @JDD-actualites
    Exemples: Actualités nationales et actualités d'antenne
      | id                 | antenne  | affichage     | titre                                  |
      | nationale-bretagne | Bretagne | affiche       | Assemblée générale de la confédération |
      | nationale-rhone    | Rhône    | affiche       | Assemblée générale de la confédération |
      | rhone-rhone        | Rhône    | affiche       | Atelier douanes à Lyon                 |
      | rhone-bretagne     | Bretagne | n'affiche pas | Atelier douanes à Lyon                 |

  @CA-402.3 @RG-51 @role:redacteur @exception @auto @SC-0068
  Scénario: Une antenne n'écrit pas sur le portail d'une autre
    Soit un utilisateur connecté avec le rôle "rédacteur" de l'antenne "Bretagne"
    Quand une actualité est rédigée pour l'antenne "Rhône"
    Alors la demande est refusée avec le message "Une antenne ne publie que sur son propre portail."

  @CA-402.4 @RG-55 @role:gestionnaire-antenne @limite @auto @SC-0069
  Plan du scénario: Une parution prévue le 20/03/2027 <affichage> le <jour>
    Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"
    Et l'actualité "Permanence juridique à Brest" dont la parution est fixée au 20/03/2027
    Quand la date du jour passe au <jour>
    Alors le portail de l'antenne "Bretagne" <affichage> "Permanence juridique à Brest"

    @JDD-actualites
    Exemples: Autour du jour de parution
      | id        | jour       | affichage     |
      | veille    | 19/03/2027 | n'affiche pas |
      | parution  | 20/03/2027 | affiche       |
      | lendemain | 21/03/2027 | affiche       |

  @CA-402.5 @role:visiteur @nominal @mixte @SC-0070
  Scénario: Une actualité publiée se lit sur un téléphone
    Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"
    Et l'actualité "Permanence juridique à Brest" à l'état "validée"
    Quand la publication de l'actualité est demandée
    Alors le portail de l'antenne "Bretagne" affiche "Permanence juridique à Brest"
    Et l'article se lit sans défilement horizontal sur un écran de 360 pixels de large
    Et l'article est atteint au clavier seul depuis le haut de la page
    Et l'illustration de l'article porte un texte de remplacement

  @CA-402.6 @role:visiteur @nominal @manuel @SC-0071
  Scénario: Une actualité porte son antenne et sa date de publication
    Soit un visiteur sur le portail de l'antenne "Rhône"
    Quand l'actualité "Atelier douanes à Lyon" est ouverte
    Alors l'article nomme l'antenne "Rhône"
    Et la date de publication est écrite en toutes lettres, "8 mars 2027"

  @CA-402.7 @role:visiteur @limite @manuel @SC-0072
  Scénario: Une antenne sans actualité propre garde un portail utile
    Soit un visiteur sur le portail de l'antenne "La Réunion"
    Quand la page est affichée
    Alors l'actualité nationale "Assemblée générale de la confédération" est proposée
    Et aucune actualité d'une autre antenne n'apparaît

  @CA-402.2 @RG-52
  Règle: RG-52 - Une actualité réservée n'est lue que des adhérents de l'antenne

    @role:adherent @nominal @auto @SC-0065
    Scénario: Un adhérent de l'antenne lit l'actualité réservée
      Soit un utilisateur connecté avec le rôle "adhérent" de l'antenne "Bretagne"
      Quand le portail de l'antenne "Bretagne" est consulté
      Alors le portail consulté affiche "Résultats de l'enquête de conjoncture"

    @role:visiteur @droits @auto @SC-0066
    Scénario: Un visiteur ne lit pas l'actualité réservée
      Soit un visiteur non connecté
      Quand le portail de l'antenne "Bretagne" est consulté
      Alors le portail consulté n'affiche pas "Résultats de l'enquête de conjoncture"

    @role:adherent @droits @auto @SC-0067
    Scénario: Un adhérent d'une autre antenne ne lit pas l'actualité réservée
      Soit un utilisateur connecté avec le rôle "adhérent" de l'antenne "Rhône"
      Quand le portail de l'antenne "Bretagne" est consulté
      Alors le portail consulté n'affiche pas "Résultats de l'enquête de conjoncture"
