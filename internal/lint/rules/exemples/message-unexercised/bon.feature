# language: fr
@US-101
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Scénario: Une demande sans SIRET est refusée
    Quand une demande est transmise sans SIRET
    Alors la demande est refusée avec le message "Le SIRET est obligatoire."

  @SC-0002
  Plan du scénario: Une entreprise qui doit <montant> € ne renouvelle pas
    Quand le renouvellement est demandé
    Alors l'écran affiche « <message> »

    Exemples:
      | montant | message                      |
      | 425     | Il reste 425 € à payer.      |
      | 1 000   | Il reste 1 000,00 € à payer. |
