# language: fr
Fonctionnalité: F
  Plan du scénario: Depuis <ville>
    Alors <ville>
    Exemples:
      | ville  |
      | Rennes |
