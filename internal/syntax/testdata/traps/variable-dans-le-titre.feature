# language: fr
Fonctionnalité: F
  Plan du scénario: Depuis <vile>
    Alors <ville>
    Exemples:
      | ville  |
      | Rennes |
