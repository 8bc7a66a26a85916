# language: fr
@US-3 @EPIC-conduite @must @pret
Fonctionnalité: Recette guidée pas à pas
  En tant que testeur d'une antenne
  Je veux être guidé et pouvoir m'interrompre
  Afin de ne perdre aucun verdict

  Contexte:
    Soit un projet dont un scénario est manuel
    Et la commande "recette campaign open demo --as Paule" lancée

  @CA-3.1 @nominal @auto @SC-0020
  Scénario: Un verdict par pas de résultat
    Quand je lance "recette test demo --as Théo" en répondant :
      """
      f
      f
      c
      """
    Alors la commande sort avec le code 0
    Et la sortie contient "Enregistré : conforme"

  @CA-3.2 @exception @auto @SC-0021
  Scénario: Une non-conformité exige ce qui a été constaté
    Quand je lance "recette test demo --as Théo" en répondant :
      """
      f
      f
      n

      Le montant affiché est 0 €
      """
    Alors la sortie contient "obligatoire"
    Et la sortie contient "Enregistré : non conforme"

  @CA-3.3 @limite @auto @SC-0022
  Scénario: Une séance quittée reprend au même pas
    Soit la commande "recette test demo --as Théo" lancée en répondant :
      """
      f
      q
      """
    Quand je lance "recette test demo --as Théo" en répondant :
      """
      f
      c
      """
    Alors la sortie contient "Reprise au pas 2"
    Et la commande sort avec le code 0

  @CA-3.4 @exception @auto @SC-0023
  Scénario: Un texte modifié pendant la campagne refuse la reprise
    Soit la commande "recette test demo --as Théo" lancée en répondant :
      """
      f
      q
      """
    Et "le montant dû" remplacé par "le solde" dans "features/manuel.feature"
    Quand je lance "recette test demo --as Théo" en répondant :
      """
      f
      """
    Alors la commande sort avec le code 5
    Et la sortie contient "le solde"

  @CA-3.5 @droits @auto @SC-0024
  Scénario: Un inconnu ne teste pas
    Quand je lance "recette test demo --as Inconnue" en répondant :
      """
      f
      """
    Alors la commande sort avec le code 2
    Et la sortie contient "ne participe pas"

  @CA-3.5 @droits @auto @SC-0025
  Scénario: Un testeur ne clôt pas la campagne
    Quand je lance "recette campaign close demo --as Théo"
    Alors la commande sort avec le code 5

  @CA-3.6 @exception @auto @SC-0026
  Scénario: Une séance tuée ne perd aucun verdict confirmé
    Quand je tue "recette test demo --as Théo" à la confirmation 2, en répondant :
      """
      f
      f
      """
    Et je lance "recette test demo --as Théo" en répondant :
      """
      c
      """
    Alors la sortie contient "Reprise au pas 3"
    Et la commande sort avec le code 0
