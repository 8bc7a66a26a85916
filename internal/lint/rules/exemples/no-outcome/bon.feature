# language: fr
@US-106
Fonctionnalité: Relance

  @SC-0109
  Scénario: Relance à trente jours
    Étant donné une cotisation impayée depuis trente jours
    Quand la relance mensuelle part
    Alors l'adhérent reçoit un courriel de relance
