# language: fr
@US-128
# attendu: restricted-patterns
Fonctionnalité: Envoyer la lettre aux clients

  @CA-128.1 @SC-0137
  Scénario: Un adhérent désinscrit ne reçoit rien
    # attendu: restricted-patterns
    Soit un client désinscrit de la lettre
    Quand la lettre de mars est envoyée
    Alors cet adhérent ne la reçoit pas
