# language: fr
@US-137
Fonctionnalité: Consultation d'une fiche

  @SC-0137
  Scénario: Une gestionnaire consulte une fiche de son antenne
    Soit une fiche de l'antenne Bretagne
    Quand une gestionnaire de l'antenne Bretagne l'ouvre
    Alors la fiche est affichée

  @SC-0138
  Scénario: Une gestionnaire ne consulte pas la fiche d'une autre antenne
    Soit une fiche de l'antenne Bretagne
    Quand une gestionnaire de l'antenne Rhône l'ouvre
    Alors l'accès lui est refusé
