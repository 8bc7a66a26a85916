# language: fr
@US-113
Fonctionnalité: Paiement par carte

  @SC-0113
  Scénario: Le paiement est refusé
    Quand la banque refuse la carte
    Alors la cotisation reste due
