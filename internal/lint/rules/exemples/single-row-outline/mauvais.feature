# language: fr
@US-127
Fonctionnalité: Âge minimal du représentant

  @SC-0127
  # attendu: single-row-outline
  Plan du scénario: Un représentant de <âge> ans est refusé
    Quand un représentant de <âge> ans est déclaré
    Alors sa déclaration est refusée

    Exemples:
      | âge |
      | 17  |
