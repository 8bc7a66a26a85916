# language: fr
@US-101
Fonctionnalité: Renouvellement d'adhésion

  @SC-0101
  Scénario: L'adhérent à jour renouvelle en ligne
    Étant donné un adhérent à jour de cotisation
    # attendu: syntax
    Qand il renouvelle son adhésion
    Alors son adhésion court jusqu'au 31 décembre
