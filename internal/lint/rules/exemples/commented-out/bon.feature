# language: fr
@US-139
Fonctionnalité: Export comptable

  # Le format est celui du cabinet : voir la décision DEC-0004.
  @SC-0139
  Scénario: L'export du mois contient les encaissements
    Soit trois encaissements en avril
    Quand l'export d'avril est demandé
    Alors il contient trois lignes
