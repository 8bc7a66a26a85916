# language: fr
@US-5 @EPIC-preuve @must @pret
Fonctionnalité: Une décision que l'état de la recette permet
  En tant que PO
  Je veux que recette refuse une décision que les faits contredisent
  Afin de ne jamais engager ma signature par mégarde

  @CA-5.1 @exception @auto @SC-0040
  Scénario: Une anomalie bloquante ouverte interdit de prononcer la recette
    Soit un projet dont la recette est faite
    Et la commande "recette anomaly add demo --as Théo --severity blocking --summary Panne" lancée
    Quand je lance "recette pv decide demo --decision accepted --as Odile"
    Alors la commande sort avec le code 5
    Et la sortie contient "anomalie bloquante ouverte : ANO-0001"

  @CA-5.1 @exception @auto @SC-0041
  Scénario: Une anomalie bloquante ne se change pas en réserve
    Soit un projet dont la recette est faite
    Et la commande "recette anomaly add demo --as Théo --severity blocking --summary Panne" lancée
    Et la commande "recette reserve add demo --as Paule --class minor --text Corriger --owner Prestataire --due 31/12/2099 --anomaly ANO-0001" lancée
    Quand je lance "recette pv decide demo --decision accepted_with_reserves --reason Urgence --as Odile"
    Alors la commande sort avec le code 5
    Et la sortie contient "anomalie bloquante ouverte"

  @CA-5.2 @nominal @auto @SC-0042
  Scénario: Une recette refusée a son procès-verbal
    Soit un projet dont la recette est faite
    Et la commande "recette anomaly add demo --as Théo --severity blocking --summary Panne" lancée
    Et la commande "recette key init --demo --passphrase file:phrase.txt" lancée
    Et la commande "recette pv decide demo --decision refused --reason Panne --as Odile --passphrase file:phrase.txt" lancée
    Quand je lance "recette report pv demo --as Paule --format json --out pv.json"
    Alors la commande sort avec le code 0
    Et le fichier "pv.json" contient "refused"

  @CA-5.3 @exception @auto @SC-0043
  Scénario: Un scénario non exécuté d'un parcours critique interdit de prononcer la recette
    Soit un projet dont un scénario est manuel
    Et la commande "recette campaign open demo --as Paule" lancée
    Quand je lance "recette pv decide demo --decision accepted --as Odile"
    Alors la commande sort avec le code 5
    Et la sortie contient "SC-0001"

  @CA-5.4 @droits @auto @SC-0044
  Scénario: Le PPO ne décide pas à la place du PO
    Soit un projet dont la recette est faite
    Quand je lance "recette pv decide demo --decision accepted --as Paule"
    Alors la commande sort avec le code 5

  @CA-5.5 @exception @auto @SC-0045
  Scénario: Les réserves d'un PV que le PO n'a pas signé ne se lèvent pas
    Soit un projet dont la recette est faite
    Et la commande "recette reserve add demo --as Paule --class minor --text Corriger --owner Prestataire --due 31/12/2099 --check SC-0001" lancée
    Et la commande "recette key init --demo --passphrase file:phrase.txt" lancée
    Et la commande "recette pv decide demo --decision accepted_with_reserves --reason Suffisant --as Odile --passphrase file:phrase.txt" lancée
    Et la commande "recette report pv demo --as Paule --out pv.pdf" lancée
    Quand je lance "recette report pv demo --lifting {PV} --as Paule --out levee.pdf"
    Alors la commande sort avec le code 5
    Et la sortie contient "n’est pas signé par le décideur"
