# language: fr
@US-108
Fonctionnalité: Carte d'adhérent

  @SC-0112
  # attendu: name-missing
  Scénario:
    Quand l'adhérent télécharge sa carte
    Alors elle porte le nom de son antenne
