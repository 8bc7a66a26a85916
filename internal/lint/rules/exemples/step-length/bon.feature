# language: fr
@US-141
Fonctionnalité: Recherche d'une entreprise

  @SC-0141
  Scénario: La recherche combine plusieurs critères
    Quand une recherche est faite avec ces critères
      | département | effectif minimal | activité     |
      | Finistère   | 10               | construction |
    Alors deux entreprises sont trouvées
