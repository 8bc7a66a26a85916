# language: fr
@US-8 @EPIC-redaction @must @pret
Fonctionnalité: Une mise en forme qui ne perd rien
  En tant que PPO
  Je veux que l'outil aligne et indente mes critères
  Afin de relire des différences de fond, pas de blancs

  Contexte:
    Soit un projet vide
    Et le fichier "features/tableau.feature" :
      """
      # language: fr
      @US-9   @must # à revoir avec l'antenne
      Fonctionnalité: Tarifs
      # le tarif dépend de l'effectif
        Plan du scénario: Le tarif suit l'effectif
            Quand une entreprise de <effectif> salariés adhère
            Alors elle doit <montant> €
          Exemples:
          | effectif | montant |
          # la borne haute de la première tranche
          | 9 | 185 |
          | 10 | 425 |
      """

  @CA-8.1 @nominal @auto @SC-0080
  Scénario: La mise en forme aligne les tableaux et garde les commentaires
    Quand je lance "recette fmt"
    Alors la commande sort avec le code 0
    Et le fichier "features/tableau.feature" contient "| 9        | 185     |"
    Et le fichier "features/tableau.feature" contient "# à revoir avec l'antenne"
    Et le fichier "features/tableau.feature" contient "# la borne haute de la première tranche"

  @CA-8.2 @limite @auto @SC-0081
  Scénario: Mettre en forme deux fois ne change rien
    Soit la commande "recette fmt" lancée
    Quand je note le contenu de "features/tableau.feature"
    Et je lance "recette fmt"
    Alors le contenu de "features/tableau.feature" est inchangé

  @CA-8.3 @exception @auto @SC-0082
  Scénario: Un fichier fautif est laissé tel quel
    Soit "Plan du scénario:" remplacé par "Plan du scénario :" dans "features/tableau.feature"
    Quand je note le contenu de "features/tableau.feature"
    Et je lance "recette fmt"
    Alors la commande sort avec le code 3
    Et le contenu de "features/tableau.feature" est inchangé

  @CA-8.4 @nominal @auto @SC-0083
  Scénario: L'intégration continue voit un fichier à mettre en forme
    Quand je note le contenu de "features/tableau.feature"
    Et je lance "recette fmt --check"
    Alors la commande sort avec le code 1
    Et la sortie contient "features/tableau.feature"
    Et le contenu de "features/tableau.feature" est inchangé
