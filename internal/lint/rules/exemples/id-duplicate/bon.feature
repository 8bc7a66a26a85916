# language: fr
@US-102
Fonctionnalité: Paiement de la cotisation

  @SC-0102
  Scénario: Paiement par carte
    Quand l'adhérent paie par carte
    Alors la cotisation est soldée

  @SC-0103
  Scénario: Paiement par chèque
    Quand l'antenne enregistre un chèque
    Alors la cotisation est soldée
