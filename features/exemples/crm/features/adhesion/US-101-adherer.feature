# language: fr
@US-101 @EPIC-adhesion @parcours:adhesion @critique @must @antenne @pret
Fonctionnalité: Enregistrer l'adhésion d'une entreprise
  En tant que gestionnaire d'antenne
  Je veux enregistrer l'adhésion d'une entreprise de mon territoire
  Afin de lui ouvrir les services de la confédération dès le jour de sa demande

  Contexte:
    Soit le jeu de données "JDD-adhesion" chargé au 15/03/2027
    Et un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"

  @CA-101.1 @RG-11 @role:gestionnaire-antenne @nominal @auto @SC-0001
  Scénario: Une demande complète devient une adhésion
    Quand l'adhésion est demandée avec les informations suivantes
      | champ         | valeur                   |
      | siret         | 00004033700016           |
      | raisonSociale | Verrerie du Blavet       |
      | codePostal    | 56000                    |
      | ville         | Vannes                   |
      | courriel      | contact@verrerie.example |
      | dateCreation  | 2001-01-15               |
      | effectif      | 12                       |
    Alors l'adhésion est enregistrée
    Et l'entreprise est rattachée à l'antenne "Bretagne"
    Et l'entreprise porte le numéro d'adhérent "BRE-2027-0003"
    Et un message "Bienvenue dans la confédération" est adressé à l'entreprise

  @CA-101.4 @role:gestionnaire-antenne @exception @auto @SC-0006
  Scénario: Une demande incomplète signale tous les champs à corriger
    Quand la demande d'adhésion suivante est transmise
      """json
      {
        "siret": "00004033700016",
        "raisonSociale": " ",
        "codePostal": "5600",
        "courriel": "verrerie.example"
      }
      """
    Alors la demande est refusée avec les messages suivants
      | champ         | message                                                    |
      | raisonSociale | La raison sociale est obligatoire.                         |
      | codePostal    | Le code postal doit comporter 5 chiffres.                  |
      | effectif      | L'effectif est obligatoire.                                |
      | dateCreation  | La date de création est obligatoire, au format AAAA-MM-JJ. |
      | courriel      | L'adresse électronique est invalide.                       |

  @CA-101.4 @role:gestionnaire-antenne @exception @manuel @SC-0007
  Scénario: Le formulaire conduit vers chaque champ à corriger
    Quand une adhésion est saisie avec le SIRET "123" et les autres champs vides
    Alors le refus est annoncé avant le formulaire
    Et chaque champ fautif porte à côté de lui son message
    Et la valeur "123" est restée dans le champ SIRET

  @CA-101.5 @RG-11 @role:gestionnaire-antenne @nominal @mixte @SC-0008
  Scénario: Le message de bienvenue renseigne le nouvel adhérent
    Quand l'adhésion est demandée pour une entreprise de 12 salariés
    Alors l'adhésion est enregistrée
    Et le message de bienvenue se comprend sans connaître le vocabulaire de la confédération
    Et un message "Bienvenue dans la confédération" est adressé à l'entreprise
    Et le numéro d'adhérent et la cotisation due figurent dans le message

  @CA-101.6 @RG-40 @role:tresorier @droits @auto @SC-0009
  Plan du scénario: Le rôle <role> ne peut pas enregistrer une adhésion
    Soit un utilisateur connecté avec le rôle "<role>" de l'antenne "Bretagne"
    Quand l'adhésion est demandée pour le SIRET "00004033700016"
    Alors l'accès est refusé avec le message "Votre rôle ne permet pas cette action."

    @JDD-adhesion
    Exemples: Rôles sans droit d'adhésion
      | id        | role      |
      | tresorier | trésorier |
      | redacteur | rédacteur |
      | adherent  | adhérent  |

  @CA-101.2 @RG-10
  Règle: RG-10 - Le SIRET identifie l'établissement et doit être valide

    @role:gestionnaire-antenne @exception @auto @SC-0002
    Plan du scénario: Un SIRET <cas> est refusé
      Quand l'adhésion est demandée pour le SIRET "<siret>"
      Alors la demande est refusée avec le message "<message>"
      Et aucune entreprise n'est ajoutée

      @JDD-adhesion
      Exemples: SIRET refusés
        | id     | cas                    | siret           | message                                    |
        | absent | absent                 |                 | Le SIRET est obligatoire.                  |
        | court  | de 13 chiffres         | 0000403370001   | Le SIRET doit comporter 14 chiffres.       |
        | long   | de 15 chiffres         | 000040337000160 | Le SIRET doit comporter 14 chiffres.       |
        | lettre | contenant une lettre   | 0000403370001A  | Le SIRET doit comporter 14 chiffres.       |
        | cle    | dont la clé est fausse | 00004033700017  | Le SIRET est invalide, vérifiez la saisie. |

    @role:gestionnaire-antenne @limite @auto @SC-0003
    Scénario: Les espaces de lecture et les zéros de tête du SIRET sont admis
      Quand l'adhésion est demandée pour le SIRET "000 040 337 00016"
      Alors l'adhésion est enregistrée
      Et le SIRET enregistré est "00004033700016"

    @role:gestionnaire-antenne @limite @auto @SC-0004
    Plan du scénario: Un établissement de La Poste dont la somme des chiffres est <somme> est <issue>
      Quand l'adhésion est demandée pour le SIRET "<siret>"
      Alors la réponse à la demande est "<issue>"

      @JDD-adhesion
      Exemples: La clé ordinaire ne s'applique pas au SIREN 356 000 000
        | id         | somme | siret          | issue    |
        | multiple   | 25    | 35600000012341 | acceptée |
        | au-dessus  | 26    | 35600000012351 | refusée  |
        | en-dessous | 24    | 35600000012331 | refusée  |

  @CA-101.3 @RG-12
  Règle: RG-12 - Une entreprise n'adhère qu'une fois dans la confédération

    @role:gestionnaire-antenne @exception @auto @SC-0005
    Scénario: Un SIRET déjà adhérent dans une autre antenne est refusé sans dévoiler laquelle
      Quand l'adhésion est demandée pour le SIRET "00003774700011"
      Alors la demande est refusée avec le message "Une entreprise est déjà adhérente avec ce SIRET."
      Et la réponse ne mentionne pas "Rhône"
      Et la réponse ne mentionne pas "Soierie du Plateau"
