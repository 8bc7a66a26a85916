# language: fr
@US-101 @pret
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Scénario: Une demande sans SIRET est refusée
    Quand une demande est transmise sans SIRET
    # attendu: message-unknown
    Alors la demande est refusée avec le message "Le SIRET est obligatoir."

  @SC-0002
  Plan du scénario: Une entreprise qui doit <montant> € ne renouvelle pas
    Quand le renouvellement est demandé
    Alors l'écran affiche « <message> »

    Exemples:
      | montant | message                       |
      | 425     | Il reste 425 € à payer.       |
      # attendu: message-unknown
      | 1 000   | Vous devez encore 1 000,00 €. |

  @SC-0003
  Scénario: Une demande vide signale chaque champ
    Quand une demande vide est transmise
    Alors la demande est refusée avec les messages suivants
      | champ | message                   |
      | siret | Le SIRET est obligatoire. |
      # attendu: message-unknown
      | nom   | Le nom est obligatoire.   |
    # attendu: message-unknown
    Et le message MSG-109 est consigné
