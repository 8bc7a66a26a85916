# language: fr
@US-154
Fonctionnalité: Duplicata de carte

  # attendu: tag-comment
  @SC-0154 @manuel # à revoir avec l'antenne Corse
  Scénario: L'adhérent reçoit un duplicata
    Quand un adhérent demande un duplicata de sa carte
    Alors il le reçoit par courrier
