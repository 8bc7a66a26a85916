# language: fr
@US-14 @EPIC-preuve @must @pret
Fonctionnalité: Les délais du CCAG-TIC, comptés à partir de jalons datés
  En tant que PPO
  Je veux que chaque délai parte d'un jalon et dise ce que vaut le silence
  Afin de ne laisser passer aucune échéance, et de n'inventer aucune décision

  @CA-14.1 @exception @auto @SC-0180
  Scénario: Sans délai au régime du plan, un jalon est refusé
    Soit un projet dont la recette est faite
    Quand je lance "recette milestone add demo avis --on 01/09/2020 --reference Courrier-12 --as Paule"
    Alors la commande sort avec le code 5
    Et la sortie contient "aucun délai du régime du plan"

  @CA-14.1 @droits @auto @SC-0181
  Scénario: Un testeur n'enregistre pas de jalon
    Soit un projet dont la recette suit le CCAG-TIC
    Quand je lance "recette milestone add demo avis --on 01/09/2020 --reference Courrier-12 --as Théo"
    Alors la commande sort avec le code 5

  @CA-14.2 @limite @auto @SC-0182
  Scénario: La vérification d'aptitude expire sans que le silence vaille admission
    Soit un projet dont la recette suit le CCAG-TIC
    Quand je lance "recette milestone add demo avis --on 01/09/2020 --reference Courrier-12 --as Paule"
    Alors la commande sort avec le code 0
    Et la sortie contient "expiré le 01/10/2020 sans notification"
    Et la sortie contient "le silence ne vaut rien"

  @CA-14.2 @limite @auto @SC-0183
  Scénario: Après la vérification de service régulier, l'admission tacite est un calcul et non une décision
    Soit un projet dont la recette suit le CCAG-TIC
    Et la commande "recette milestone add demo avis --on 01/09/2020 --reference Courrier-12 --as Paule" lancée
    Et la commande "recette milestone add demo VA --outcome va_positive --on 30/09/2020 --reference PV-VA-3 --as Paule" lancée
    Quand je lance "recette milestone list demo"
    Alors la sortie contient "période close le 30/10/2020"
    Et la sortie contient "expiré le 06/11/2020 sans notification"
    Et la sortie contient "personne ne l’a décidé"

  @CA-14.3 @exception @auto @SC-0184
  Scénario: L'admission avec réserves n'existe pas au CCAG-TIC
    Soit un projet dont la recette suit le CCAG-TIC
    Et la commande "recette test demo --as Théo" lancée en répondant :
      """
      f
      f
      c
      """
    Quand je lance "recette pv decide demo --decision accepted_with_reserves --reason Urgence --as Odile"
    Alors la commande sort avec le code 5
    Et la sortie contient "admission"
