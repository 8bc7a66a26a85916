# language: fr
@US-116
Fonctionnalité: Demande de rendez-vous

  Contexte:
    Soit un conseiller disponible le mardi matin

  @SC-0116
  Scénario: L'adhérent choisit un créneau
    Quand l'adhérent demande un rendez-vous le mardi
    Alors trois créneaux lui sont proposés
