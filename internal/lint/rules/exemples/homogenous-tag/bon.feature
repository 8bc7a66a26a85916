# language: fr
@US-150 @antenne
Fonctionnalité: Désignation des délégués

  @SC-0151
  Scénario: Un délégué est désigné
    Quand une antenne désigne un délégué
    Alors son mandat commence le jour même

  @SC-0152
  Scénario: Un délégué démissionne
    Quand un délégué démissionne
    Alors son mandat prend fin le jour même

  @SC-0153
  Scénario: Un délégué est remplacé
    Quand une antenne remplace un délégué
    Alors le remplaçant achève le mandat
