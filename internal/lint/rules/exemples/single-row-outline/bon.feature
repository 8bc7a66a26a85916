# language: fr
@US-127
Fonctionnalité: Âge minimal du représentant

  @SC-0127
  Plan du scénario: Un représentant de <âge> ans est <issue>
    Quand un représentant de <âge> ans est déclaré
    Alors sa déclaration est <issue>

    Exemples:
      | âge | issue    |
      | 17  | refusée  |
      | 18  | acceptée |
