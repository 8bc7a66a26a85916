# language: fr
@US-120
Fonctionnalité: Inscrire une entreprise à une formation

  @CA-120.1 @auto @SC-0125
  Scénario: L'inscription réserve une place
    Soit une formation où il reste 3 places
    # attendu: business-wording
    Quand l'adhérent clique pour inscrire un salarié
    # attendu: business-wording
    Et il ferme l’onglet de la formation
    Alors il reste 2 places
