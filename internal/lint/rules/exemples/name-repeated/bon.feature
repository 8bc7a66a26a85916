# language: fr
@US-114
Fonctionnalité: Paiement par prélèvement

  @SC-0114
  Scénario: Un prélèvement est refusé par la banque
    Quand la banque rejette le prélèvement de janvier
    Alors la cotisation reste due
