# language: fr
@US-127
Fonctionnalité: Compléter une fiche

  @CA-127.1 @exception @SC-0136
  Scénario: Une fiche sans courriel n'est pas publiée
    # attendu: step-empty-literal
    Quand la fiche est publiée avec le courriel ""
    Alors la publication est refusée avec le message "Le courriel est obligatoire."
