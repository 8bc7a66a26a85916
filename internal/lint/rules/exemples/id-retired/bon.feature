# language: fr
@US-104
Fonctionnalité: Radiation

  @SC-0107
  Scénario: Radiation pour non-paiement
    Quand la cotisation reste impayée six mois
    Alors l'adhérent est radié
