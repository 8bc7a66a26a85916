# language: fr
@US-104
Fonctionnalité: Radiation

  # attendu: id-retired
  @SC-0106
  Scénario: Radiation pour non-paiement
    Quand la cotisation reste impayée six mois
    Alors l'adhérent est radié
