# language: fr
@US-2 @EPIC-authoring @must @pret
Fonctionnalité: Identifiants stables
  En tant que PPO
  Je veux que chaque scénario porte un identifiant qui ne change plus
  Afin que les résultats suivent le scénario quand il est renommé ou déplacé

  Contexte:
    Soit un projet vide
    Et le fichier "features/cotisation.feature" :
      """
      # language: fr
      @US-2
      Fonctionnalité: Cotisation

        # un commentaire à garder
        Scénario: Appeler la cotisation
          Quand l'échéance arrive
          Alors un appel est émis

        @critique
        Scénario: Relancer
          Quand l'échéance est passée
          Alors une relance est émise
      """

  @CA-2.1 @nominal @auto @SC-0010
  Scénario: Les identifiants manquants sont attribués
    Quand je lance "recette id assign"
    Alors la commande sort avec le code 0
    Et le fichier "features/cotisation.feature" contient "@SC-0001"
    Et le fichier "features/cotisation.feature" contient "@critique @SC-0002"
    Et le fichier "features/cotisation.feature" contient "# un commentaire à garder"

  @CA-2.1 @limite @auto @SC-0011
  Scénario: Attribuer deux fois ne change rien
    Soit la commande "recette id assign" lancée
    Quand je note le contenu de "features/cotisation.feature"
    Et je lance "recette id assign"
    Alors le contenu de "features/cotisation.feature" est inchangé

  @CA-2.2 @exception @auto @SC-0012
  Scénario: Un identifiant copié est signalé
    Soit le fichier "features/copie.feature" :
      """
      # language: fr
      @US-2
      Fonctionnalité: Copie

        @SC-0007
        Scénario: Original
          Quand a
          Alors b

        @SC-0007
        Scénario: Copie
          Quand a
          Alors b
      """
    Quand je lance "recette lint features/copie.feature"
    Alors la commande sort avec le code 1
    Et la sortie contient "SC-0007"
