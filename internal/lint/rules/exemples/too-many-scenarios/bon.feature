# language: fr
@US-115
Fonctionnalité: Registre des demandes

  @SC-0201
  Scénario: La demande du mois 1 est archivée
    Quand une demande du mois 1 est close
    Alors elle figure au registre de l'année

  @SC-0202
  Scénario: La demande du mois 2 est archivée
    Quand une demande du mois 2 est close
    Alors elle figure au registre de l'année

  @SC-0203
  Scénario: La demande du mois 3 est archivée
    Quand une demande du mois 3 est close
    Alors elle figure au registre de l'année
