# language: fr
@US-149 @antenne
Fonctionnalité: Demande de duplicata

  @SC-0149 @nominal
  Scénario: L'adhérent reçoit un duplicata
    Quand un adhérent demande un duplicata de sa carte
    Alors il le reçoit par courrier
