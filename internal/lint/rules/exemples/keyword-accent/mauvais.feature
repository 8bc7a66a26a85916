# language: fr
@US-143
Fonctionnalité: Archivage d'un dossier

  @SC-0143
  Scénario: Un dossier clos est archivé
    # attendu: keyword-accent
    Etant donné un dossier clos depuis un an
    Quand l'archivage annuel est lancé
    Alors le dossier est archivé
