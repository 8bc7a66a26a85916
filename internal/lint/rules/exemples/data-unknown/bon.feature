# language: fr
@US-101 @pret
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Plan du scénario: Un SIRET <cas> est refusé
    Soit le jeu de données "JDD-adhesion" chargé
    Quand une demande est transmise avec un SIRET <cas>
    Alors la demande est refusée

    @JDD-adhesion
    Exemples:
      | cas   |
      | court |
      | long  |
