# language: fr
@US-155
Fonctionnalité: Duplicata de carte

  @SC-0155 @nominal @manuel @antenne @carte @courrier @lot-2 @printemps @rennes
  # attendu: too-many-tags
  Scénario: L'adhérent reçoit un duplicata
    Quand un adhérent demande un duplicata de sa carte
    Alors il le reçoit par courrier
