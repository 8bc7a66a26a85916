# language: fr
@US-11 @EPIC-redaction @must @pret
Fonctionnalité: De la demande au verdict, dans les deux sens
  En tant que PO
  Je veux voir ce qui prouve chaque critère, et ce qui ne prouve rien
  Afin de décider sur ce qui a été vérifié

  @CA-11.1 @nominal @auto @SC-0110
  Scénario: Un critère conforme est prouvé
    Soit un projet dont la recette est faite
    Quand je lance "recette trace"
    Alors la commande sort avec le code 0
    Et la sortie contient "prouvés 1 / 1"

  @CA-11.2 @limite @auto @SC-0111
  Scénario: Un texte modifié depuis rend la preuve périmée
    Soit un projet dont la recette est faite
    Et "Quand" remplacé par "Lorsque le soir" dans "features/manuel.feature"
    Quand je lance "recette trace"
    Alors la sortie contient "périmé"

  @CA-11.3 @exception @auto @SC-0112
  Scénario: Un scénario sans critère est orphelin
    Soit un projet vide
    Et le fichier "features/orphelin.feature" :
      """
      # language: fr
      Fonctionnalité: Orphelin

        @SC-0900
        Scénario: Personne ne l'a demandé
          Quand il est joué
          Alors il passe
      """
    Quand je lance "recette trace --reverse"
    Alors la sortie contient "SC-0900"
    Et la sortie contient "orphelin"

  @CA-11.4 @exception @auto @SC-0113
  Scénario: Un critère demandé sans scénario est non couvert
    Soit un projet créé par "recette init"
    Et le fichier "stories.yaml" :
      """
      stories:
        - id: US-1
          title: Se connecter au portail
          criteria:
            - {id: CA-1.1, text: L'adhérent ouvre son espace}
            - {id: CA-1.9, text: Le mot de passe se renouvelle}
      """
    Quand je lance "recette trace --fail-on uncovered"
    Alors la commande sort avec le code 1
    Et la sortie contient "non couvert"
