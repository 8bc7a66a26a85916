# language: fr
@US-139
Fonctionnalité: Export comptable

  @SC-0139
  Scénario: L'export du mois contient les encaissements
    Soit trois encaissements en avril
    Quand l'export d'avril est demandé
    Alors il contient trois lignes
    # attendu: commented-out
    # Et le total est de 840 €
    # Et le compte est "706000"
