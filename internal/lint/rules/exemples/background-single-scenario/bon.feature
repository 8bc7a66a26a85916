# language: fr
@US-117
Fonctionnalité: Suspension d'un compte

  @SC-0117
  Scénario: Un compte suspendu ne se connecte plus
    Soit un compte suspendu par le siège
    Quand son titulaire se connecte
    Alors l'accès lui est refusé
