# language: fr
@US-10 @EPIC-redaction @must @pret
Fonctionnalité: Un récit prêt l'est vraiment
  En tant que PO
  Je veux qu'un récit étiqueté prêt satisfasse à la définition de prêt
  Afin que l'équipe ne prenne que ce qu'elle peut vérifier

  @CA-10.1 @nominal @auto @SC-0100
  Scénario: Le projet créé est prêt
    Soit un projet créé par "recette init"
    Quand je lance "recette ready"
    Alors la commande sort avec le code 0
    Et la sortie contient "✓ prêt"

  @CA-10.2 @exception @auto @SC-0101
  Scénario: Un récit sans exception n'est pas prêt
    Soit un projet créé par "recette init"
    Et "@CA-1.2 @exception" remplacé par "@CA-1.2 @nominal" dans "features/US-1-se-connecter.feature"
    Quand je lance "recette ready US-1"
    Alors la commande sort avec le code 1
    Et la sortie contient "non prêt"
    Et la sortie contient "exception"

  @CA-10.3 @exception @auto @SC-0102
  Scénario: Un récit inconnu n'est pas un succès
    Soit un projet créé par "recette init"
    Quand je lance "recette ready US-999"
    Alors la commande sort avec le code 7
