# language: fr
@US-131
Fonctionnalité: Relance d'une cotisation

  @SC-0131
  Scénario: Une cotisation est relancée jusqu'à son règlement
    Soit une cotisation échue depuis 15 jours
    Quand les relances du jour sont envoyées
    Alors l'entreprise reçoit une première relance
    # attendu: keyword-order
    Quand l'entreprise règle sa cotisation
    Et que les relances du lendemain sont envoyées
    Alors l'entreprise ne reçoit rien
