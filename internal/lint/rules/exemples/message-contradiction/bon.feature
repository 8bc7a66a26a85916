# language: fr
@US-101 @pret
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Scénario: Une demande sans SIRET est refusée
    Quand une demande est transmise sans SIRET
    Alors la demande est refusée par MSG-101, avec le message "Le SIRET est obligatoire."
