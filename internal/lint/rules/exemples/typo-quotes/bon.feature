# language: fr
@US-126
Fonctionnalité: Fusionner deux fiches

  @CA-126.1 @SC-0134
  Scénario: Les cotisations des deux fiches sont réunies
    Soit l'entreprise "Verrerie du Blavet" saisie deux fois
    Quand le gestionnaire fusionne les deux fiches
    Alors l'entreprise "Verrerie du Blavet" garde ses 4 cotisations

  @CA-126.2 @SC-0135
  Scénario: La fiche absorbée disparaît
    Soit l'entreprise "Soierie du Plateau" saisie deux fois
    Quand le gestionnaire fusionne les deux fiches
    Alors l’annuaire ne cite l’entreprise qu’une fois
