# language: fr
@US-156
Fonctionnalité: Frais d'envoi

  @SC-0156
  Plan du scénario: Un envoi vers <lieu> coûte <frais> €
    Quand un envoi part vers <lieu>
    Alors ses frais sont de <frais> €

    Exemples:
      | lieu       | frais |
      | Nantes     | 4     |
      | La Réunion | 12    |
