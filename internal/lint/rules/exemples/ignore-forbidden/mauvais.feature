# language: fr
@US-106
Fonctionnalité: Relance

  @SC-0109
  Scénario: Relance à trente jours
    # attendu: ignore-forbidden
    # recette:ignore E134 — la faute de frappe est dans la maquette
    Qand la relance mensuelle part
    Alors l'adhérent reçoit un courriel de relance
