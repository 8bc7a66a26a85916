# language: fr
# Personne n'a écrit la fonctionnalité du récit US-101.
# attendu-fichier: story-uncovered
@US-201
Fonctionnalité: Renouveler une adhésion

  @SC-0002
  Scénario: Une adhésion se renouvelle
    Quand une demande complète est transmise
    Alors l'adhésion est enregistrée
