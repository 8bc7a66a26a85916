# language: fr
@US-110 @brouillon
Fonctionnalité: Transférer une entreprise vers une autre antenne
  En tant que gestionnaire national
  Je veux transférer une entreprise vers une autre antenne
  Afin qu'un déménagement ne crée pas de second adhérent

  @CA-110.1 @SC-0110
  Scénario: L'historique suit l'entreprise
    Soit une entreprise adhérente de l'antenne "Bretagne" depuis 2019
    Quand elle est transférée vers l'antenne "Rhône"
    Alors ses cotisations depuis 2019 sont visibles dans l'antenne "Rhône"
