# language: fr
@US-13 @EPIC-preuve @must @pret
Fonctionnalité: Ce qui précède la décision, et qui agit au nom d'un autre
  En tant que PO
  Je veux que visas, relectures, dérogations et délégations soient suivis et inscrits
  Afin qu'une décision ne repose que sur ce que les bonnes personnes ont vu et accordé

  @CA-13.1 @droits @auto @SC-0160
  Scénario: Qui demande une dérogation ne l'accorde pas
    Soit un projet dont la recette est faite
    Et la commande "recette derogation ask demo --as Odile --about SC-0001 --text Urgence" lancée
    Quand je lance "recette derogation grant demo DER-0001 --as Odile"
    Alors la commande sort avec le code 5
    Et la sortie contient "une dérogation n’est pas accordée par qui la demande"

  @CA-13.1 @exception @auto @SC-0161
  Scénario: Une anomalie majeure d'un parcours critique demande une dérogation qui porte sur elle
    Soit un projet dont la recette est faite
    Et la commande "recette anomaly add demo --as Théo --case SC-0001 --severity major --summary Lenteur --workaround Patienter" lancée
    Et la commande "recette reserve add demo --as Paule --class major --anomaly ANO-0001 --text Corriger --owner Prestataire --due 31/12/2099 --check SC-0001" lancée
    Et la commande "recette key init --demo --passphrase file:phrase.txt" lancée
    Et la commande "recette derogation ask demo --as Paule --about decider_executed --text Urgence" lancée
    Et la commande "recette derogation grant demo DER-0001 --as Odile" lancée
    Quand je lance "recette pv decide demo --decision accepted_with_reserves --reason Urgence --derogation DER-0001 --as Odile --passphrase file:phrase.txt"
    Alors la commande sort avec le code 5
    Et la sortie contient "ANO-0001"

  @CA-13.1 @nominal @auto @SC-0162
  Scénario: Une dérogation accordée par un autre ouvre ce dont elle parle
    Soit un projet dont la recette est faite
    Et la commande "recette anomaly add demo --as Théo --case SC-0001 --severity major --summary Lenteur --workaround Patienter" lancée
    Et la commande "recette reserve add demo --as Paule --class major --anomaly ANO-0001 --text Corriger --owner Prestataire --due 31/12/2099 --check SC-0001" lancée
    Et la commande "recette key init --demo --passphrase file:phrase.txt" lancée
    Et la commande "recette derogation ask demo --as Paule --about ANO-0001 --text Urgence --until 31/12/2099" lancée
    Et la commande "recette derogation grant demo DER-0001 --as Odile" lancée
    Et la commande "recette pv decide demo --decision accepted_with_reserves --reason Urgence --derogation DER-0001 --as Odile --passphrase file:phrase.txt" lancée
    Quand je lance "recette report pv demo --as Paule --format json --out pv.json"
    Alors la commande sort avec le code 0
    Et le fichier "pv.json" contient "DER-0001"

  @CA-13.2 @droits @auto @SC-0163
  Scénario: Sans délégation, nul ne décide à la place du PO
    Soit un projet dont la recette suit un circuit
    Quand je lance "recette pv decide demo --decision refused --reason Panne --as Samira"
    Alors la commande sort avec le code 5

  @CA-13.2 @exception @auto @SC-0164
  Scénario: Une délégation ne vaut rien avant son premier jour
    Soit un projet dont la recette suit un circuit
    Et la commande "recette user delegate demo --as Odile --role po --to Denis --from 01/01/2099 --until 31/12/2099 --reference Note-12 --document phrase.txt" lancée
    Quand je lance "recette pv decide demo --decision refused --reason Panne --as Denis"
    Alors la commande sort avec le code 5
    Et la sortie contient "E060"

  @CA-13.2 @nominal @auto @SC-0165
  Scénario: Le délégataire décide, et le procès-verbal dit au nom de qui et par quel document
    Soit un projet dont le plan demande un circuit
    Et "effect: block" remplacé par "effect: warn" dans "plans/demo.yaml"
    Et la commande "recette campaign open demo --as Paule" lancée
    Et la commande "recette user delegate demo --as Odile --role po --to Denis --from 01/01/2000 --until 31/12/2099 --reference Note-12 --document phrase.txt" lancée
    Et la commande "recette key init --demo --as Paule --po Denis --passphrase file:phrase.txt" lancée
    Et la commande "recette pv decide demo --decision refused --reason Panne --as Denis --passphrase file:phrase.txt" lancée
    Quand je lance "recette report pv demo --as Paule --format json --out pv.json"
    Alors la commande sort avec le code 0
    Et le fichier "pv.json" contient "DEL-0001"
    Et le fichier "pv.json" contient "Note-12"

  @CA-13.3 @exception @auto @SC-0166
  Scénario: Un résultat à relire ne compte pas avant d'être relu
    Soit un projet dont la recette suit un circuit et attend une relecture
    Quand je lance "recette campaign status demo"
    Alors la sortie contient "en attente de relecture"

  @CA-13.3 @droits @auto @SC-0167
  Scénario: Qui a obtenu un résultat ne le relit pas
    Soit un projet dont la recette suit un circuit et attend une relecture
    Quand je lance "recette review accept demo SC-0001 --as Théo"
    Alors la commande sort avec le code 5

  @CA-13.3 @nominal @auto @SC-0168
  Scénario: Un résultat renvoyé est à rejouer, avec son motif
    Soit un projet dont la recette suit un circuit et attend une relecture
    Et la commande "recette review return demo SC-0001 --as Samira --reason Preuve" lancée
    Quand je lance "recette campaign status demo"
    Alors la sortie contient "rejouer SC-0001, dont Samira a renvoyé le résultat"

  @CA-13.4 @exception @auto @SC-0169
  Scénario: Nul ne décide avant la fin du circuit
    Soit un projet dont la recette suit un circuit et attend une relecture
    Et la commande "recette review accept demo SC-0001 --as Samira" lancée
    Et la commande "recette key init --demo --passphrase file:phrase.txt" lancée
    Quand je lance "recette pv decide demo --decision accepted --as Odile --passphrase file:phrase.txt"
    Alors la commande sort avec le code 5
    Et la sortie contient "aucun PV n’est au visa"

  @CA-13.4 @exception @auto @SC-0170
  Scénario: Un visa ne se donne pas hors de son tour
    Soit un projet dont le PV est au visa
    Quand je lance "recette visa give demo --as Denis"
    Alors la commande sort avec le code 5
    Et la sortie contient "ce n’est pas le tour"

  @CA-13.4 @exception @auto @SC-0171
  Scénario: Un visa refusé a un motif, et le PV est à remettre au visa
    Soit un projet dont le PV est au visa
    Et la commande "recette visa refuse demo --as Samira --reason Preuve" lancée
    Quand je lance "recette campaign signoff demo"
    Alors la sortie contient "visa refusé, à remettre au visa"

  @CA-13.4 @nominal @auto @SC-0172
  Scénario: Le circuit fini, la décision est signée et le procès-verbal vérifié
    Soit un projet dont le PV est au visa
    Et la commande "recette visa give demo --as Samira" lancée
    Et la commande "recette visa give demo --as Denis" lancée
    Et la commande "recette pv decide demo --decision accepted --as Odile --passphrase file:phrase.txt" lancée
    Et la commande "recette report pv demo --as Paule --out pv.pdf" lancée
    Et la commande "recette pv sign pv.pdf --role ppo --as Paule --passphrase file:phrase.txt" lancée
    Et la commande "recette pv sign pv.pdf --role po --as Odile --passphrase file:phrase.txt" lancée
    Quand je lance "recette verify pv.pdf"
    Alors la commande sort avec le code 0
    Et la sortie ne contient pas "NON CONFORME"
