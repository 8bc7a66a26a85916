# language: fr
@US-146
Fonctionnalité: Accès au portail

  @SC-0146
  Scénario: Un adhérent à jour entre
    Étant donné que l'adhérent est à jour
    Quand il se connecte
    Alors son espace est ouvert

  @SC-0147
  Scénario: Un adhérent à jour voit ses factures
    # attendu: keyword-swallows-que
    Soit que l'adhérent est à jour
    Quand il ouvre ses factures
    Alors elles sont toutes acquittées
