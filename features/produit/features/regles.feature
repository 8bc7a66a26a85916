# language: fr
@US-6 @EPIC-redaction @must @pret
Fonctionnalité: Des règles que l'auteur comprend
  En tant que PPO
  Je veux savoir ce qui rend un critère flou, et pourquoi
  Afin de le corriger avant que l'équipe ne le prenne

  Contexte:
    Soit un projet vide
    Et le fichier "features/fiche.feature" :
      """
      # language: fr
      @US-7
      Fonctionnalité: Fiche de l'adhérent
        En tant que gestionnaire
        Je veux lire la fiche d'un adhérent
        Afin de lui répondre

        @CA-7.1 @nominal @SC-0701
        Scénario: La fiche s'ouvre
          Quand la fiche est ouverte
          Alors elle s'affiche rapidement

        @CA-7.2 @exception @SC-0702
        Scénario: La fiche d'un inconnu est refusée
          Quand la fiche d'un inconnu est ouverte
          Alors l'accès est refusé
      """

  @CA-6.1 @nominal @auto @SC-0060
  Scénario: Un mot vague est signalé avec sa place et un remède
    Quand je lance "recette lint"
    Alors la sortie désigne la ligne 11 de "features/fiche.feature"
    Et la sortie contient "vague-word"
    Et la sortie propose un remède

  @CA-6.2 @nominal @auto @SC-0061
  Scénario: Une règle s'explique par un bon et un mauvais exemple
    Quand je lance "recette explain vague-word"
    Alors la commande sort avec le code 0
    Et la sortie contient "Mauvais exemple"
    Et la sortie contient "Bon exemple"

  @CA-6.3 @nominal @auto @SC-0062
  Scénario: Une règle s'écarte avec un motif
    Soit la ligne "# recette:ignore vague-word — le délai est dans le contrat" insérée avant la ligne 11 de "features/fiche.feature"
    Quand je lance "recette lint"
    Alors la sortie ne contient pas "[vague-word]"
    Et la sortie contient "écartée avec un motif"

  @CA-6.3 @exception @auto @SC-0063
  Scénario: Une règle ne s'écarte pas sans motif
    Soit la ligne "# recette:ignore vague-word" insérée avant la ligne 11 de "features/fiche.feature"
    Quand je lance "recette lint"
    Alors la commande sort avec le code 1
    Et la sortie contient "ignore-reason"

  @CA-6.4 @limite @auto @SC-0064
  Scénario: Les constats d'aujourd'hui s'acceptent, ceux de demain non
    Soit la commande "recette lint --update-baseline --baseline dette.json" lancée
    Quand je lance "recette lint --baseline dette.json --new-only --max-warnings 0"
    Alors la commande sort avec le code 0
    Et la sortie ne contient pas "[vague-word]"
