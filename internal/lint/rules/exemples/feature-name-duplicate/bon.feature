# language: fr
@US-112
Fonctionnalité: Annuaire des antennes, pour le siège

  @SC-0112
  Scénario: Le siège voit toutes les antennes
    Quand le siège ouvre l'annuaire
    Alors les quatorze antennes sont listées
