# language: fr
@US-155 @antenne
Fonctionnalité: Demande de duplicata

  @SC-0155 @nominal @manuel
  Scénario: L'adhérent reçoit un duplicata
    Quand un adhérent demande un duplicata de sa carte
    Alors il le reçoit par courrier
