# language: fr
@US-114
Fonctionnalité: Paiement par prélèvement

  @SC-0114
  # attendu: name-repeated
  Scénario: Le paiement est refusé
    Quand la banque rejette le prélèvement de janvier
    Alors la cotisation reste due
