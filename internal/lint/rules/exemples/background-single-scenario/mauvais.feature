# language: fr
@US-117
Fonctionnalité: Suspension d'un compte

  # attendu: background-single-scenario
  Contexte:
    Soit un compte suspendu par le siège

  @SC-0117
  Scénario: Un compte suspendu ne se connecte plus
    Quand son titulaire se connecte
    Alors l'accès lui est refusé
