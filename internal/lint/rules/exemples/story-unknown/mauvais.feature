# language: fr
# attendu: story-unknown
@US-110 @pret
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Scénario: Une demande complète devient une adhésion
    Quand une demande complète est transmise
    Alors l'adhésion est enregistrée
