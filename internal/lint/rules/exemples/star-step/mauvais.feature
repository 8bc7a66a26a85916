# language: fr
@US-135
Fonctionnalité: Réservation d'une salle

  @SC-0135
  Scénario: Une salle libre est réservée
    # attendu: star-step
    * la salle "Lumière" libre le 3 juin
    Quand l'antenne Rhône la réserve
    Alors la réservation est confirmée
