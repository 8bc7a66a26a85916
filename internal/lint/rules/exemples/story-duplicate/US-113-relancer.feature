# language: fr
@US-113
Fonctionnalité: Relancer une cotisation

  @CA-113.1 @SC-0113
  Scénario: Une cotisation en retard est relancée
    Soit une cotisation impayée depuis 45 jours
    Quand les relances du jour sont préparées
    Alors une relance est adressée à l'entreprise
