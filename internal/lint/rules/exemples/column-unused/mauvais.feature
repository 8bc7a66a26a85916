# language: fr
@US-126
Fonctionnalité: Barème des cotisations

  @SC-0126
  Plan du scénario: Une entreprise de <effectif> salariés cotise
    Quand une entreprise de <effectif> salariés adhère
    Alors sa cotisation est calculée

    Exemples:
      # attendu: column-unused
      | id     | effectif | montant |
      | seule  | 0        | 95      |
      | petite | 1        | 185     |
