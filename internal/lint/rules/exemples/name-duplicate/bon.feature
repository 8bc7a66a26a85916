# language: fr
@US-108
Fonctionnalité: Carte d'adhérent

  @SC-0112
  Scénario: Téléchargement depuis le portail
    Quand l'adhérent télécharge sa carte
    Alors elle porte le nom de son antenne

  @SC-0113
  Scénario: Téléchargement refusé à un radié
    Quand un radié demande sa carte
    Alors le portail la lui refuse
