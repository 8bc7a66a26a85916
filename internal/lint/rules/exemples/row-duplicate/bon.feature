# language: fr
@US-105
Fonctionnalité: Montant de la cotisation

  @SC-0108
  Plan du scénario: Le montant dépend de la catégorie
    Quand un adhérent « <categorie> » demande son montant
    Alors il doit <montant> euros

    Exemples:
      | categorie | montant |
      | étudiant  | 10      |
      | retraité  | 25      |
