# language: fr
@US-203 @EPIC-cotisation @parcours:renouvellement @critique @must @antenne @pret
Fonctionnalité: Encaisser une cotisation et accorder une remise
  En tant que trésorier d'antenne
  Je veux enregistrer les règlements reçus et connaître le solde dû
  Afin de tenir la situation de chaque adhérent à jour

  Contexte:
    Soit le jeu de données "JDD-cotisations" chargé au 15/02/2027
    Et un utilisateur connecté avec le rôle "trésorier" de l'antenne "Bretagne"

  @CA-203.1 @role:tresorier @nominal @auto @SC-0033
  Scénario: Un règlement complet remet l'entreprise à jour
    Soit l'entreprise "Atelier du Ponant"
    Quand un règlement de "425,00" € est encaissé
    Alors le solde dû est de "0,00" €
    Et la situation de l'entreprise est "à jour"

  @CA-203.2 @RG-24 @role:tresorier @limite @auto @SC-0034
  Plan du scénario: Un règlement de <montant> € sur un solde de 225,00 € est <issue>
    Soit l'entreprise "Conserverie des Abers"
    Quand un règlement de "<montant>" € est encaissé
    Alors la réponse à la demande est "<issue>"
    Et le solde dû est de "<solde>" €

    @JDD-cotisations
    Exemples: Autour du solde dû
      | id      | montant | issue    | solde  |
      | zero    | 0,00    | refusée  | 225,00 |
      | centime | 0,01    | acceptée | 224,99 |
      | dessous | 224,99  | acceptée | 0,01   |
      | egal    | 225,00  | acceptée | 0,00   |
      | dessus  | 225,01  | refusée  | 225,00 |

  @CA-203.2 @RG-24 @role:tresorier @exception @auto @SC-0035
  Scénario: Un trop-perçu est refusé en rappelant le solde
    Soit l'entreprise "Conserverie des Abers"
    Quand un règlement de "425,00" € est encaissé
    Alors la demande est refusée avec le message "Le montant dépasse le solde dû de 225,00 €."

  @CA-203.4 @role:tresorier @nominal @manuel @SC-0040
  Scénario: Un règlement partiel se voit sur la fiche
    Soit l'entreprise "<JDD-cotisations.débitrice>" qui doit "<JDD-cotisations.débitrice.dû> €"
    Quand un règlement partiel de "125,00 €" est saisi sur sa fiche
    Alors la fiche affiche un solde dû de "300,00 €"
    Et l'état de la cotisation reste "en retard"

  @CA-203.3 @RG-23
  Règle: RG-23 - Une remise est plafonnée à 10 % en antenne et à 25 % au siège

    Contexte:
      Soit l'entreprise "Atelier du Ponant"

    @role:gestionnaire-antenne @limite @auto @SC-0036
    Plan du scénario: Une remise de <taux> % accordée par une antenne est <issue>
      Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"
      Quand une remise de <taux> % est accordée
      Alors la réponse à la demande est "<issue>"
      Et le solde dû est de "<solde>" €

      @JDD-cotisations
      Exemples: Plafond d'antenne
        | id      | taux | issue    | solde  |
        | dessous | 9    | acceptée | 386,75 |
        | plafond | 10   | acceptée | 382,50 |
        | dessus  | 11   | refusée  | 425,00 |

    @role:gestionnaire-national @limite @auto @SC-0037
    Plan du scénario: Une remise de <taux> % accordée par le siège est <issue>
      Soit un utilisateur connecté avec le rôle "gestionnaire-national"
      Quand une remise de <taux> % est accordée
      Alors la réponse à la demande est "<issue>"

      @JDD-cotisations
      Exemples: Plafond du siège
        | id      | taux | issue    |
        | plafond | 25   | acceptée |
        | dessus  | 26   | refusée  |

    @role:gestionnaire-antenne @exception @auto @SC-0038
    Scénario: Les remises ne se cumulent pas
      Soit une remise de 5 % déjà accordée par le siège
      Et un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"
      Quand une remise de 5 % est accordée
      Alors la demande est refusée avec le message "Les remises ne se cumulent pas."

    @role:tresorier @droits @auto @SC-0039
    Scénario: Un trésorier n'accorde pas de remise
      Quand une remise de 5 % est accordée
      Alors l'accès est refusé avec le message "Votre rôle ne permet pas cette action."
