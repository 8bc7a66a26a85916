# language: fr
@US-126
Fonctionnalité: Barème des cotisations

  @SC-0126
  Plan du scénario: Une entreprise de <effectif> salariés cotise <montant> €
    Quand une entreprise de <effectif> salariés adhère
    Alors sa cotisation est de <montant> €

    Exemples:
      | id     | cas           | effectif | montant |
      | seule  | sans salarié  | 0        | 95      |
      | petite | premier seuil | 1        | 185     |
