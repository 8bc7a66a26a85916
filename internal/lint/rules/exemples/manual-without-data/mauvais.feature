# language: fr
@US-101
Fonctionnalité: Enregistrer une adhésion

  @manuel @SC-0001
  # attendu: manual-without-data
  Scénario: Le formulaire conduit vers le champ à corriger
    Quand une adhésion est saisie avec un SIRET trop court
    Alors le champ SIRET est signalé
