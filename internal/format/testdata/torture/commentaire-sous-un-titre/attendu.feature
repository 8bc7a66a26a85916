# language: fr
Fonctionnalité: Titres
  # sous la fonctionnalité

  Plan du scénario: Un <a>
    # sous le scénario

    Soit un pas
    Quand un pas
    Alors un pas

    Exemples:
      # sous les exemples

      | a |
      | 1 |
