# language: fr
@US-148 @antenne
Fonctionnalité: Demande de duplicata

  # attendu: duplicate-tag
  @SC-0148 @nominal @nominal
  Scénario: L'adhérent reçoit un duplicata
    Quand un adhérent demande un duplicata de sa carte
    Alors il le reçoit par courrier
