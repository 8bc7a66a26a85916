# language: fr
@US-120
Fonctionnalité: Inscrire une entreprise à une formation

  @CA-120.1 @auto @SC-0125
  Scénario: L'inscription réserve une place
    Soit une formation où il reste 3 places
    Quand l'adhérent inscrit un salarié à la formation
    Alors il reste 2 places

  @CA-120.2 @manuel @SC-0126
  Scénario: Le bouton d'inscription se trouve sans aide
    Quand l'adhérent clique sur "S'inscrire"
    Alors le formulaire s'ouvre sur la formation choisie
