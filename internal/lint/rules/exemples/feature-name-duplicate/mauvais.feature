# language: fr
@US-112
# attendu: feature-name-duplicate
Fonctionnalité: Annuaire des antennes

  @SC-0112
  Scénario: Le siège voit toutes les antennes
    Quand le siège ouvre l'annuaire
    Alors les quatorze antennes sont listées
