# language: fr
@US-108
Fonctionnalité: Carte d'adhérent

  @SC-0112
  Scénario: La carte porte le nom de l'antenne
    Quand l'adhérent télécharge sa carte
    Alors elle porte le nom de son antenne
