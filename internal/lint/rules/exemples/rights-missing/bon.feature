# language: fr
@US-118
Fonctionnalité: Radier un adhérent

  @CA-118.1 @role:gestionnaire-national @nominal @SC-0120
  Scénario: Le siège radie un adhérent
    Quand le gestionnaire national radie l'entreprise "Verrerie du Blavet"
    Alors l'entreprise n'est plus adhérente

  @CA-118.2 @role:gestionnaire-antenne @droits @SC-0121
  Scénario: Une antenne ne radie personne
    Quand le gestionnaire d'antenne radie l'entreprise "Verrerie du Blavet"
    Alors l'accès est refusé avec le message "Votre rôle ne permet pas cette action."
