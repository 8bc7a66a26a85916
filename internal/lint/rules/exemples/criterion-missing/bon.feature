# language: fr
@US-115
Fonctionnalité: Exporter les adhérents d'une antenne

  @CA-115.1 @SC-0115
  Scénario: L'export ne contient que les adhérents de l'antenne
    Soit 12 adhérents de l'antenne "Corse" et 30 de l'antenne "Rhône"
    Quand le gestionnaire de l'antenne "Corse" exporte ses adhérents
    Alors le fichier contient 12 lignes

  @CA-115.2
  Règle: RG-30 - Les coordonnées des adhérents radiés ne sont pas exportées

    @SC-0116
    Scénario: Un adhérent radié figure sans ses coordonnées
      Soit un adhérent radié le 31/12/2026
      Quand le gestionnaire exporte ses adhérents
      Alors la ligne de cet adhérent n'a ni téléphone ni courriel
