# language: fr
@US-103
Fonctionnalité: Changement d'antenne

  # attendu: id-malformed
  @SC-été-4
  Scénario: L'adhérent change d'antenne
    Quand l'adhérent choisit l'antenne de Lyon
    Alors sa fiche est visible à Lyon
