# language: fr
@US-117
Fonctionnalité: Relancer les cotisations impayées

  @CA-117.1 @RG-31
  Règle: RG-31 - Une relance part à partir du 30e jour de retard

    @limite @SC-0119
    Plan du scénario: Au <jours>e jour de retard, la relance <part>
      Soit une cotisation impayée depuis <jours> jours
      Quand les relances du jour sont préparées
      Alors la relance <part>

      Exemples:
        | jours | part        |
        | 29    | ne part pas |
        | 30    | part        |
