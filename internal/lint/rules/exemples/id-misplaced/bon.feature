# language: fr
@US-103
Fonctionnalité: Changement d'antenne

  @SC-0104
  Scénario: L'adhérent change d'antenne
    Quand l'adhérent choisit l'antenne de Lyon
    Alors sa fiche est visible à Lyon
