# language: fr
@US-103 @EPIC-adhesion @parcours:adhesion @critique @should @national @pret
Fonctionnalité: Rattacher l'entreprise à son antenne
  En tant que gestionnaire national
  Je veux que chaque adhérent soit rattaché à l'antenne de son département
  Afin de lui donner un interlocuteur de proximité

  Contexte:
    Soit le jeu de données "JDD-adhesion" chargé au 15/03/2027

  @CA-103.1 @RG-13 @role:gestionnaire-national @limite @auto @SC-0015
  Plan du scénario: Le code postal <code postal> relève de "<antenne>"
    Soit un utilisateur connecté avec le rôle "gestionnaire-national"
    Quand l'adhésion est demandée pour une entreprise du code postal "<code postal>"
    Alors l'entreprise est rattachée à l'antenne "<antenne>"

    @JDD-adhesion
    Exemples: Métropole, Corse et outre-mer
      | id      | code postal | antenne    |
      | brest   | 29200       | Bretagne   |
      | lyon    | 69003       | Rhône      |
      | bourg   | 01000       | Rhône      |
      | ajaccio | 20000       | Corse      |
      | bastia  | 20200       | Corse      |
      | reunion | 97400       | La Réunion |

  @CA-103.2 @RG-13 @role:gestionnaire-national @exception @auto @SC-0016
  Scénario: Une entreprise sans antenne de proximité dépend du siège
    Soit un utilisateur connecté avec le rôle "gestionnaire-national"
    Quand l'adhésion est demandée pour une entreprise du code postal "48000"
    Alors l'entreprise est rattachée à l'antenne "Siège national"

  @CA-103.3 @RG-41 @role:gestionnaire-antenne @droits @auto @SC-0017
  Scénario: Une antenne n'enregistre pas l'adhésion d'une entreprise d'un autre territoire
    Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"
    Quand l'adhésion est demandée pour une entreprise du code postal "69003"
    Alors la demande est refusée avec le message "Cette entreprise relève d'une autre antenne : « Rhône »."

  @CA-103.4 @RG-13 @role:gestionnaire-national @nominal @manuel @SC-0018
  Scénario: Le rattachement est lisible sur l'attestation d'adhésion
    Soit une entreprise de Bastia dont l'adhésion vient d'être enregistrée par le siège
    Quand son attestation d'adhésion est éditée
    Alors l'attestation cite la raison sociale, le SIRET et le numéro d'adhérent
    Et l'attestation nomme l'antenne "Corse"
