# language: fr
@US-106
Fonctionnalité: Relance

  @SC-0109
  Scénario: Relance à trente jours
    Quand la relance mensuelle part
    Alors l'adhérent reçoit un courriel de relance

  @SC-0115
  # recette:ignore name-duplicate — même titre voulu : la relance vue de l’antenne
  Scénario: Relance à trente jours
    Quand la relance part
    Alors l'antenne voit la relance sur sa fiche
