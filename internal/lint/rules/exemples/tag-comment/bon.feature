# language: fr
@US-154
Fonctionnalité: Duplicata de carte

  # à revoir avec l'antenne Corse
  @SC-0154 @manuel
  Scénario: L'adhérent reçoit un duplicata
    Quand un adhérent demande un duplicata de sa carte
    Alors il le reçoit par courrier
