# language: fr
@US-101 @pret
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Plan du scénario: Un SIRET <cas> est refusé
    # attendu: data-unknown
    Soit le jeu de données "JDD-adhesions" chargé
    Quand une demande est transmise avec un SIRET <cas>
    Alors la demande est refusée

    # attendu: data-unknown
    @JDD-cotisations
    Exemples:
      | cas   |
      | court |
      | long  |
