# language: fr
# attendu: id-misplaced
@US-103 @SC-0104
Fonctionnalité: Changement d'antenne

  @SC-0105
  Scénario: L'adhérent change d'antenne
    Quand l'adhérent choisit l'antenne de Lyon
    Alors sa fiche est visible à Lyon
