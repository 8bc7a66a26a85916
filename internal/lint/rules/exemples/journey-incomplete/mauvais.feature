# language: fr
# attendu: journey-incomplete
@US-119 @parcours:radiation @critique
Fonctionnalité: Radier un adhérent

  @CA-119.1 @nominal @SC-0122
  Scénario: Le siège radie un adhérent
    Quand le gestionnaire national radie l'entreprise "Verrerie du Blavet"
    Alors l'entreprise n'est plus adhérente

  @CA-119.2 @exception @SC-0123
  Scénario: Un adhérent qui doit une cotisation n'est pas radié
    Soit une cotisation de 95,00 € impayée
    Quand le gestionnaire national radie l'entreprise
    Alors la radiation est refusée avec le message "Une cotisation reste due."
