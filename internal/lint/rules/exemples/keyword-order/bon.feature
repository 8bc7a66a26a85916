# language: fr
@US-131
Fonctionnalité: Relance d'une cotisation

  @SC-0131
  Scénario: Une cotisation échue est relancée
    Soit une cotisation échue depuis 15 jours
    Quand les relances du jour sont envoyées
    Alors l'entreprise reçoit une première relance

  @SC-0132
  Scénario: Une cotisation réglée n'est plus relancée
    Soit une cotisation relancée puis réglée
    Quand les relances du jour sont envoyées
    Alors l'entreprise ne reçoit rien
