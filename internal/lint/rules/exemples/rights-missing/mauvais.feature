# language: fr
@US-118
# attendu: rights-missing
Fonctionnalité: Radier un adhérent

  @CA-118.1 @role:gestionnaire-national @nominal @SC-0120
  Scénario: Le siège radie un adhérent
    Quand le gestionnaire national radie l'entreprise "Verrerie du Blavet"
    Alors l'entreprise n'est plus adhérente
