# language: fr
@US-150
Fonctionnalité: Désignation des délégués

  # attendu: homogenous-tag
  @SC-0151 @antenne
  Scénario: Un délégué est désigné
    Quand une antenne désigne un délégué
    Alors son mandat commence le jour même

  @SC-0152 @antenne
  Scénario: Un délégué démissionne
    Quand un délégué démissionne
    Alors son mandat prend fin le jour même

  @SC-0153 @antenne
  Scénario: Un délégué est remplacé
    Quand une antenne remplace un délégué
    Alors le remplaçant achève le mandat
