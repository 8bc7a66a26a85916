# language: fr
@US-202 @EPIC-cotisation @parcours:renouvellement @critique @must @antenne @pret
Fonctionnalité: Relancer les retards et radier
  En tant que trésorier d'antenne
  Je veux relancer les cotisations échues aux bonnes dates
  Afin de percevoir les cotisations sans presser les adhérents à jour

  Contexte:
    Soit le jeu de données "JDD-cotisations" chargé au 01/02/2027
    Et un utilisateur connecté avec le rôle "trésorier" de l'antenne "Bretagne"

  @CA-202.1 @RG-32
  Règle: RG-32 - Une relance part 15 jours après l'échéance, une mise en demeure après 45 jours

    @role:tresorier @limite @auto @SC-0026
    Plan du scénario: <retard> jours après l'échéance, l'entreprise en retard reçoit "<envoi>"
      Soit l'entreprise "Atelier du Ponant"
      Et la date du jour fixée au <jour>
      Quand les relances du jour sont envoyées
      Alors l'entreprise reçoit "<envoi>"

      @JDD-cotisations
      Exemples: Échéance du 31/01/2027
        | id  | retard | jour       | envoi            |
        | j14 | 14     | 14/02/2027 | aucune relance   |
        | j15 | 15     | 15/02/2027 | première relance |
        | j16 | 16     | 16/02/2027 | première relance |
        | j44 | 44     | 16/03/2027 | première relance |
        | j45 | 45     | 17/03/2027 | mise en demeure  |
        | j46 | 46     | 18/03/2027 | mise en demeure  |

    @role:tresorier @exception @auto @SC-0027
    Scénario: Une relance déjà envoyée ne repart pas le même jour
      Soit l'entreprise "Atelier du Ponant"
      Et la date du jour fixée au 15/02/2027
      Et les relances du jour déjà envoyées
      Quand les relances du jour sont envoyées
      Alors l'entreprise reçoit "aucune relance"

    @role:tresorier @exception @auto @SC-0028
    Scénario: Une entreprise à jour n'est jamais relancée
      Soit l'entreprise "Menuiserie Kerlann"
      Et la date du jour fixée au 30/06/2027
      Quand les relances du jour sont envoyées
      Alors l'entreprise reçoit "aucune relance"

    @role:tresorier @nominal @mixte @SC-0029
    Scénario: La relance d'un règlement partiel réclame le seul solde
      Soit l'entreprise "Conserverie des Abers"
      Et la date du jour fixée au 15/02/2027
      Quand les relances du jour sont envoyées
      Alors l'entreprise reçoit "première relance"
      Et le message de relance réclame "225,00 €" et non le montant total
      Et le ton du message reste celui d'un rappel

  @CA-202.2 @RG-33
  Règle: RG-33 - Le siège peut radier après 90 jours de retard

    @role:gestionnaire-national @limite @auto @SC-0030
    Plan du scénario: Une radiation demandée <retard> jours après l'échéance est <issue>
      Soit l'entreprise "Atelier du Ponant"
      Et un utilisateur connecté avec le rôle "gestionnaire-national"
      Et la date du jour fixée au <jour>
      Quand la radiation est demandée
      Alors la réponse à la demande est "<issue>"
      Et le statut de l'entreprise est "<statut>"

      @JDD-cotisations
      Exemples: Échéance du 31/01/2027
        | id  | retard | jour       | issue    | statut    |
        | j89 | 89     | 30/04/2027 | refusée  | adhérente |
        | j90 | 90     | 01/05/2027 | refusée  | adhérente |
        | j91 | 91     | 02/05/2027 | acceptée | radiée    |

    @role:tresorier @droits @auto @SC-0031
    Plan du scénario: Le rôle <role> d'une antenne ne peut pas radier
      Soit l'entreprise "Atelier du Ponant"
      Et un utilisateur connecté avec le rôle "<role>" de l'antenne "Bretagne"
      Et la date du jour fixée au 02/05/2027
      Quand la radiation est demandée
      Alors l'accès est refusé avec le message "Votre rôle ne permet pas cette action."
      Et le statut de l'entreprise est "adhérente"

      @JDD-cotisations
      Exemples: Rôles d'antenne sans droit de radiation
        | id           | role                 |
        | tresorier    | trésorier            |
        | gestionnaire | gestionnaire-antenne |
        | adherent     | adhérent             |

    @RG-34 @role:gestionnaire-national @nominal @manuel @SC-0032
    Scénario: Une entreprise radiée n'obtient plus d'attestation
      Soit l'entreprise "Atelier du Ponant" radiée par le siège le 02/05/2027
      Quand son attestation d'adhésion est demandée
      Alors l'attestation est refusée
      Et le refus indique "L'attestation n'est délivrée qu'aux entreprises à jour de cotisation."
