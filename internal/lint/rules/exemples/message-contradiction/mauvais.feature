# language: fr
@US-101 @pret
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Scénario: Une demande sans SIRET est refusée
    Quand une demande est transmise sans SIRET
    # attendu: message-contradiction
    Alors la demande est refusée par MSG-101, avec le message "Il manque le SIRET."

  @SC-0002
  Scénario: Une demande sans SIRET est expliquée
    Quand une demande est transmise sans SIRET
    Alors les messages suivants sont affichés
      | code    | message                   |
      | MSG-101 | Le SIRET est obligatoire. |
      # attendu: message-contradiction
      | MSG-201 | Le SIRET est obligatoire. |
