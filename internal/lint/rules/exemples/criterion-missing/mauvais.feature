# language: fr
@US-115
Fonctionnalité: Exporter les adhérents d'une antenne

  @SC-0115
  # attendu: criterion-missing
  Scénario: L'export ne contient que les adhérents de l'antenne
    Soit 12 adhérents de l'antenne "Corse" et 30 de l'antenne "Rhône"
    Quand le gestionnaire de l'antenne "Corse" exporte ses adhérents
    Alors le fichier contient 12 lignes
