# language: fr
@US-101 @antenne
Fonctionnalité: Adhésion d'une entreprise
  En tant que gestionnaire d'antenne
  Je veux enregistrer une adhésion
  Et suivre son état
  Afin de tenir le registre à jour

  Contexte: un gestionnaire connecté
    Soit un gestionnaire de l'antenne "Lyon"

  @SC-0001 @critique
  Scénario: Une adhésion complète est acceptée
    Le dossier comporte toutes ses pièces.

    Étant donné que le dossier contient les pièces :
      | pièce  | statut  |
      | Kbis   | validée |
      | Statut | a \| b  |
    Et qu'il est signé
    Quand je valide le dossier
    Alors le courriel suivant part :
      """text/plain
      Bonjour,
        votre adhésion est enregistrée.
      """
    Mais aucune facture n'est émise

  Règle: Le montant dépend de l'effectif
    Contexte:
      Etant donnée une grille tarifaire

    @SC-0002
    Plan du Scénario: <effectif> salariés paient <montant> euros
      Lorsqu'une entreprise de <effectif> salariés adhère
      Alors elle paie <montant> euros
      * le reçu est daté

      @nominal
      Exemples: tranches
        | id    | effectif | montant |
        | petit | 3        | 100     |
        | grand | 300      | 1 000   |
