# language: fr
@US-101
Fonctionnalité: Renouvellement d'adhésion

  @nominal
  # attendu: id-missing
  Scénario: L'adhérent à jour renouvelle en ligne
    Quand un adhérent à jour renouvelle son adhésion
    Alors son adhésion court jusqu'au 31 décembre
