# language: fr
@US-101
Fonctionnalité: Enregistrer une adhésion

  @manuel @SC-0001
  Scénario: Le formulaire conduit vers le champ à corriger
    Soit le jeu de données "JDD-adhesion" chargé
    Quand une adhésion est saisie avec un SIRET trop court
    Alors le champ SIRET est signalé
