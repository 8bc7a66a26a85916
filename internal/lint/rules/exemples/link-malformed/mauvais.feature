# language: fr
# attendu: link-malformed
@US-101 @jira:12
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Scénario: Une demande complète devient une adhésion
    Quand une demande complète est transmise
    Alors l'adhésion est enregistrée
