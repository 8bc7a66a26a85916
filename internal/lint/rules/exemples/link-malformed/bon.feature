# language: fr
@US-101 @jira:CRM-12 @gitlab:lot2/crm#45 @tuleap:9
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Scénario: Une demande complète devient une adhésion
    Quand une demande complète est transmise
    Alors l'adhésion est enregistrée
