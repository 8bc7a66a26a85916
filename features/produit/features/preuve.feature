# language: fr
@US-4 @EPIC-preuve @must @pret
Fonctionnalité: Un procès-verbal que chacun peut vérifier
  En tant que PO
  Je veux signer un procès-verbal lié au journal et aux textes testés
  Afin que personne ne puisse lui faire dire autre chose

  Contexte:
    Soit un projet dont la recette est faite
    Et la commande "recette key init --demo --passphrase file:phrase.txt" lancée
    Et la commande "recette pv decide demo --decision accepted --as Odile --passphrase file:phrase.txt" lancée
    Et la commande "recette report pv demo --as Paule --out pv.pdf" lancée

  @CA-4.1 @nominal @auto @SC-0030
  Scénario: Deux signatures, vérifiées par le fichier seul
    Soit la commande "recette pv sign pv.pdf --role ppo --as Paule --passphrase file:phrase.txt" lancée
    Et la commande "recette pv sign pv.pdf --role po --as Odile --passphrase file:phrase.txt" lancée
    Quand je lance "recette verify pv.pdf"
    Alors la commande sort avec le code 0
    Et la sortie contient "CONFORME"
    Et la sortie contient "DEMO"
    Et la sortie ne contient pas "NON CONFORME"

  @CA-4.2 @exception @auto @SC-0031
  Scénario: Un octet changé se voit
    Soit la commande "recette pv sign pv.pdf --role ppo --as Paule --passphrase file:phrase.txt" lancée
    Et un octet de "pv.pdf" changé
    Quand je lance "recette verify pv.pdf"
    Alors la commande sort avec le code 1
    Et la sortie contient "NON CONFORME"

  @CA-4.3 @droits @auto @SC-0032
  Scénario: Le PO ne signe pas à la place du PPO
    Quand je lance "recette pv sign pv.pdf --role ppo --as Odile --passphrase file:phrase.txt"
    Alors la commande sort avec le code 5

  @CA-4.2 @exception @auto @SC-0035
  Scénario: Une signature retirée se voit
    Soit la commande "recette pv sign pv.pdf --role ppo --as Paule --passphrase file:phrase.txt" lancée
    Et la commande "recette pv sign pv.pdf --role po --as Odile --passphrase file:phrase.txt" lancée
    Et la dernière signature de "pv.pdf" retirée
    Quand je lance "recette verify pv.pdf"
    Alors la commande sort avec le code 1
    Et la sortie contient "NON CONFORME"

  @CA-4.3 @droits @auto @SC-0036
  Scénario: Le PO ne signe pas avant le PPO
    Quand je lance "recette pv sign pv.pdf --role po --as Odile --passphrase file:phrase.txt"
    Alors la commande sort avec le code 5
    Et la sortie contient "le PPO signe d’abord"

  @CA-4.4 @exception @auto @SC-0033
  Scénario: Un journal modifié se voit
    Soit un verdict changé dans la base
    Quand je lance "recette journal verify"
    Alors la commande sort avec le code 6

  @CA-4.4 @nominal @auto @SC-0034
  Scénario: Un journal intact se vérifie
    Quand je lance "recette journal verify"
    Alors la commande sort avec le code 0
    Et la sortie contient "intact"

  @CA-4.5 @nominal @auto @SC-0037
  Scénario: Les feuilles du journal ne nomment personne
    Quand je lance "recette journal export --out journal.ndjson"
    Alors aucune feuille de "journal.ndjson" ne nomme "Paule"
    Et aucune feuille de "journal.ndjson" ne nomme "Odile"
    Et aucune feuille de "journal.ndjson" ne nomme "Théo"

  @CA-4.6 @nominal @auto @poppler @SC-0038
  Scénario: Le procès-verbal se lit en français
    Quand je lance "recette report pv demo --as Paule --out relu.pdf"
    Alors le texte de "relu.pdf" contient "Taux de conformité"
    Et le texte de "relu.pdf" contient "Le montant dû s'affiche"
    Et le texte de "relu.pdf" contient "DEMO"

  @CA-4.6 @limite @auto @poppler @SC-0039
  Scénario: Les annexes que l'on n'imprime pas restent jointes et nommées
    Quand je lance "recette report pv demo --as Paule --annexes none --out court.pdf"
    Alors la commande sort avec le code 0
    Et le texte de "court.pdf" contient "(jointe, non imprimée)"
    Et le texte de "court.pdf" contient "Joint à ce fichier"
    Et le texte de "court.pdf" contient "Champs obligatoires non renseignés"
