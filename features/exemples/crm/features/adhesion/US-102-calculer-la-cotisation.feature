# language: fr
# recette:ignore rights-missing — le calcul suit l'adhésion, que CA-101.6 refuse déjà aux autres rôles
@US-102 @EPIC-adhesion @parcours:adhesion @critique @must @national @pret
Fonctionnalité: Calculer la première cotisation
  En tant que gestionnaire d'antenne
  Je veux que la première cotisation soit calculée à l'enregistrement
  Afin de communiquer un montant exact, le même dans toutes les antennes

  Contexte:
    Soit le jeu de données "JDD-adhesion" chargé au 04/01/2027
    Et un utilisateur connecté avec le rôle "gestionnaire-national"

  @CA-102.1 @RG-20 @role:gestionnaire-national @limite @auto @SC-0010
  Plan du scénario: Une entreprise de <effectif> salariés relève de la tranche "<tranche>"
    Quand l'adhésion est demandée pour une entreprise de <effectif> salariés
    Alors la tranche d'effectif est "<tranche>"
    Et la cotisation due est de "<montant>" €

    @JDD-adhesion
    Exemples: Seuils du barème 2027, en année pleine
      | id   | effectif | tranche              | montant |
      | e0   | 0        | aucun salarié        | 95,00   |
      | e1   | 1        | 1 à 9 salariés       | 185,00  |
      | e9   | 9        | 1 à 9 salariés       | 185,00  |
      | e10  | 10       | 10 à 49 salariés     | 425,00  |
      | e49  | 49       | 10 à 49 salariés     | 425,00  |
      | e50  | 50       | 50 à 249 salariés    | 965,00  |
      | e249 | 249      | 50 à 249 salariés    | 965,00  |
      | e250 | 250      | 250 salariés et plus | 2450,00 |

  @CA-102.4 @role:gestionnaire-national @exception @auto @SC-0013
  Scénario: Un effectif négatif est refusé
    Quand l'adhésion est demandée pour une entreprise de -1 salariés
    Alors la demande est refusée avec le message "L'effectif doit être un nombre positif ou nul."

  @CA-102.5 @RG-21 @role:gestionnaire-national @nominal @manuel @SC-0014
  Scénario: La fiche explique le calcul de la cotisation
    Soit une entreprise de 12 salariés dont l'adhésion est enregistrée le 15/03/2027
    Quand la fiche de l'entreprise est consultée
    Alors la fiche montre le barème annuel, le nombre de mois et le montant dû
    Et le montant dû affiché est "354,17 €"

  @CA-102.2 @RG-21
  Règle: RG-21 - La cotisation court du mois d'adhésion à décembre, arrondie au centime

    @role:gestionnaire-national @limite @auto @SC-0011
    Plan du scénario: Une adhésion du <jour> est due pour <mois> mois
      Soit la date du jour fixée au <jour>
      Quand l'adhésion est demandée pour une entreprise de <effectif> salariés
      Alors la cotisation couvre <mois> mois
      Et la cotisation due est de "<montant>" €

      @JDD-adhesion
      Exemples: Prorata et arrondi
        | id      | jour       | effectif | mois | montant |
        | plein   | 31/01/2027 | 12       | 12   | 425,00  |
        | fevrier | 01/02/2027 | 12       | 11   | 389,58  |
        | arrondi | 15/03/2027 | 12       | 10   | 354,17  |
        | demi    | 30/06/2027 | 5        | 7    | 107,92  |
        | dernier | 31/12/2027 | 0        | 1    | 7,92    |

  @CA-102.3 @RG-22
  Règle: RG-22 - Une entreprise de moins de 36 mois paie la moitié de sa première cotisation

    @role:gestionnaire-national @limite @auto @SC-0012
    Plan du scénario: Une entreprise créée le <creation> paie <montant> €
      Quand l'adhésion est demandée pour une entreprise de 12 salariés créée le <creation>
      Alors la cotisation due est de "<montant>" €

      @JDD-adhesion
      Exemples: Autour des 36 mois, au 4 janvier 2027
        | id     | creation   | montant |
        | jeune  | 05/01/2024 | 212,50  |
        | echue  | 04/01/2024 | 425,00  |
        | passee | 03/01/2024 | 425,00  |
