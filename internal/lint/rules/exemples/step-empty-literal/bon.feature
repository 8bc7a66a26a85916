# language: fr
@US-127
Fonctionnalité: Compléter une fiche

  @CA-127.1 @exception @SC-0136
  Scénario: Une fiche sans courriel n'est pas publiée
    Quand la fiche est publiée sans courriel
    Alors la publication est refusée avec le message "Le courriel est obligatoire."
