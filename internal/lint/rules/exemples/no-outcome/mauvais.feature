# language: fr
@US-106
Fonctionnalité: Relance

  @SC-0109
  # attendu: no-outcome
  Scénario: Relance à trente jours
    Étant donné une cotisation impayée depuis trente jours
    Quand la relance mensuelle part
