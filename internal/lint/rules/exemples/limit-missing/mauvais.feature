# language: fr
@US-117
Fonctionnalité: Relancer les cotisations impayées

  # attendu: limit-missing
  @CA-117.1 @RG-31
  Règle: RG-31 - Une relance part à partir du 30e jour de retard

    @nominal @SC-0119
    Scénario: Une cotisation en retard est relancée
      Soit une cotisation impayée depuis 45 jours
      Quand les relances du jour sont préparées
      Alors la relance part
