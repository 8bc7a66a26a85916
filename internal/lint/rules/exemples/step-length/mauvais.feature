# language: fr
@US-141
Fonctionnalité: Recherche d'une entreprise

  @SC-0141
  Scénario: La recherche combine plusieurs critères
    # attendu: step-length
    Quand une recherche est faite avec le département "Finistère", un effectif d'au moins 10 salariés, l'activité "construction", triée par ville puis par raison sociale
    Alors deux entreprises sont trouvées
