# language: fr
# Le critère CA-101.2 est déclaré, et rien ne le prouve.
# attendu-fichier: criterion-uncovered
@US-101 @pret
Fonctionnalité: Enregistrer une adhésion

  @CA-101.1 @SC-0001
  Scénario: Une demande complète devient une adhésion
    Quand une demande complète est transmise
    Alors l'adhésion est enregistrée

  @CA-101.1 @SC-0002
  Scénario: Un SIRET invalide est refusé
    Quand une demande est transmise avec un SIRET invalide
    Alors la demande est refusée
