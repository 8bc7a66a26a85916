# language: fr
@US-133
Fonctionnalité: Radiation d'une entreprise

  @SC-0133
  Scénario: Une entreprise radiée quitte l'annuaire
    Soit une entreprise en retard de 91 jours
    Quand le siège la radie
    Alors elle ne figure plus dans l'annuaire
    # attendu: last-not-outcome
    Quand le siège la rétablit
