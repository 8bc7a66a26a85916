# language: fr
@US-201 @EPIC-cotisation @parcours:renouvellement @critique @must @antenne @pret
Fonctionnalité: Renouveler une adhésion
  En tant que gestionnaire d'antenne
  Je veux appeler la cotisation de l'année suivante
  Afin de maintenir l'adhésion sans interruption

  Contexte:
    Soit le jeu de données "JDD-cotisations" chargé au 02/11/2027
    Et un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"

  @CA-201.1 @RG-31 @role:gestionnaire-antenne @nominal @auto @SC-0019
  Scénario: Le renouvellement appelle une cotisation pleine à échéance du 31 janvier
    Soit l'entreprise "Menuiserie Kerlann"
    Quand le renouvellement est demandé
    Alors la cotisation 2028 est appelée
    Et la cotisation due est de "185,00" €
    Et l'échéance est fixée au 31/01/2028
    Et un message "Votre cotisation 2028" est adressé à l'entreprise

  @CA-201.2 @RG-31 @role:gestionnaire-antenne @limite @auto @SC-0020
  Plan du scénario: Un renouvellement demandé le <jour> est <issue>
    Soit la date du jour fixée au <jour>
    Et l'entreprise "Menuiserie Kerlann"
    Quand le renouvellement est demandé
    Alors la réponse à la demande est "<issue>"

    @JDD-cotisations
    Exemples: Ouverture du renouvellement le 1er novembre
      | id     | jour       | issue    |
      | veille | 31/10/2027 | refusée  |
      | jour-j | 01/11/2027 | acceptée |
      | apres  | 31/12/2027 | acceptée |

  @CA-201.3 @RG-31 @role:gestionnaire-antenne @exception @auto @SC-0021
  Plan du scénario: <entreprise> ne peut pas renouveler
    Soit l'entreprise "<entreprise>"
    Quand le renouvellement est demandé
    Alors la demande est refusée avec le message "<message>"

    @JDD-cotisations
    Exemples: Motifs de refus
      | id      | entreprise            | message                                                             |
      | impaye  | Atelier du Ponant     | Le renouvellement est impossible : 425,00 € restent dus.            |
      | partiel | Conserverie des Abers | Le renouvellement est impossible : 225,00 € restent dus.            |
      | radiee  | Biscuiterie du Steir  | Une entreprise radiée doit déposer une nouvelle demande d'adhésion. |

  @CA-201.4 @RG-31 @role:gestionnaire-antenne @exception @auto @SC-0022
  Scénario: Une cotisation n'est appelée qu'une fois par an
    Soit l'entreprise "Menuiserie Kerlann" dont le renouvellement est enregistré
    Quand le renouvellement est demandé
    Alors la demande est refusée avec le message "La cotisation 2028 est déjà appelée."

  @CA-201.5 @RG-20 @role:gestionnaire-antenne @limite @auto @SC-0023
  Scénario: Un changement de tranche s'applique au renouvellement
    Soit l'entreprise "Menuiserie Kerlann"
    Quand le renouvellement est demandé avec un effectif de 10 salariés
    Alors la cotisation due est de "425,00" €

  @CA-201.6 @RG-31 @role:gestionnaire-antenne @nominal @mixte @SC-0024
  Scénario: L'appel de cotisation est prêt à être envoyé
    Soit l'entreprise "Menuiserie Kerlann"
    Quand le renouvellement est demandé
    Alors la cotisation 2028 est appelée
    Et l'appel affiché dans les messages indique le montant et la date limite de règlement
    Et l'échéance est fixée au 31/01/2028
    Et l'appel est signé du nom de l'antenne

  @CA-201.7 @RG-40 @role:tresorier @droits @auto @SC-0025
  Plan du scénario: Le rôle <role> ne peut pas renouveler une adhésion
    Soit l'entreprise "Menuiserie Kerlann"
    Et un utilisateur connecté avec le rôle "<role>" de l'antenne "Bretagne"
    Quand le renouvellement est demandé
    Alors l'accès est refusé avec le message "Votre rôle ne permet pas cette action."

    @JDD-cotisations
    Exemples: Rôles sans droit de renouvellement
      | id        | role      |
      | tresorier | trésorier |
      | adherent  | adhérent  |
