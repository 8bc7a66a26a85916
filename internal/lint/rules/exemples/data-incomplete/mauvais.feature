# language: fr
# Le jeu JDD-droits ne dit ni comment le charger, ni comment le remettre à zéro.
# attendu-fichier: data-incomplete
@US-101
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Plan du scénario: Un SIRET <cas> est refusé
    Soit le jeu de données "JDD-droits" chargé
    Quand une demande est transmise avec un SIRET <cas>
    Alors la demande est refusée

    @JDD-droits
    Exemples:
      | cas   |
      | court |
      | long  |
