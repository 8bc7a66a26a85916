# language: fr
# attendu: epic-unknown
@US-101 @EPIC-adhesions
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Scénario: Une demande complète devient une adhésion
    Quand une demande complète est transmise
    Alors l'adhésion est enregistrée
