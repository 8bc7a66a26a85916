# language: fr
@US-122
Fonctionnalité: Délivrer une attestation

  @CA-122.1 @SC-0128
  Scénario: Un adhérent à jour reçoit son attestation
    Soit un adhérent à jour de ses cotisations
    Quand il demande son attestation
    Alors une attestation à son nom lui est adressée

  @CA-122.2 @SC-0129
  Scénario: Un impayé prive d'attestation
    Soit un adhérent qui doit 95,00 €
    Quand il demande son attestation
    Alors l'attestation est refusée avec le message "Une cotisation reste due."
