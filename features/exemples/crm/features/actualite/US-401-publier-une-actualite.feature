# language: fr
@US-401 @EPIC-actualite @parcours:actualite @critique @must @antenne @DEC-0001 @pret
Fonctionnalité: Publier une actualité après validation
  En tant que rédacteur d'antenne
  Je veux proposer une actualité et la voir publiée une fois validée
  Afin de tenir les adhérents informés sous la responsabilité de l'antenne

  Contexte:
    Soit le jeu de données "JDD-actualites" chargé au 15/03/2027

  @CA-401.1 @RG-50 @role:redacteur @nominal @auto @SC-0055
  Scénario: Un rédacteur soumet son brouillon
    Soit un utilisateur connecté avec le rôle "rédacteur" de l'antenne "Bretagne"
    Et l'actualité "Rencontre des dirigeants bretons" à l'état "brouillon"
    Quand la soumission de l'actualité est demandée
    Alors l'actualité est à l'état "soumise"

  @CA-401.2 @RG-50 @role:gestionnaire-antenne @nominal @auto @SC-0056
  Scénario: Une actualité validée puis publiée paraît sur le portail de l'antenne
    Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"
    Et l'actualité "Permanence juridique à Brest" à l'état "validée"
    Quand la publication de l'actualité est demandée
    Alors l'actualité est à l'état "publiée"
    Et le portail de l'antenne "Bretagne" affiche "Permanence juridique à Brest"

  @CA-401.4 @RG-53 @role:gestionnaire-antenne @exception @auto @SC-0060
  Scénario: Une dépublication sans motif est refusée
    Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Rhône"
    Et l'actualité "Atelier douanes à Lyon" à l'état "publiée"
    Quand la dépublication de l'actualité est demandée sans motif
    Alors la demande est refusée avec le message "Le motif de dépublication est obligatoire."
    Et le portail de l'antenne "Rhône" affiche "Atelier douanes à Lyon"

  @CA-401.5 @RG-54 @role:redacteur @limite @auto @SC-0061
  Plan du scénario: Un titre de <longueur> caractères est <issue>
    Soit un utilisateur connecté avec le rôle "rédacteur" de l'antenne "Bretagne"
    Quand une actualité est rédigée avec un titre de <longueur> caractères accentués
    Alors la réponse à la demande est "<issue>"

    @JDD-actualites
    Exemples: Limite de 120 caractères
      | id   | longueur | issue    |
      | vide | 0        | refusée  |
      | t119 | 119      | acceptée |
      | t120 | 120      | acceptée |
      | t121 | 121      | refusée  |

  @CA-401.6 @RG-53 @role:gestionnaire-antenne @nominal @mixte @SC-0062
  Scénario: Une actualité dépubliée disparaît du portail et garde son motif
    Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Rhône"
    Et l'actualité "Atelier douanes à Lyon" à l'état "publiée"
    Et l'article ouvert dans un navigateur de visiteur
    Quand la dépublication de l'actualité est demandée pour le motif "Date reportée"
    Alors l'actualité est à l'état "dépubliée"
    Et l'article rechargé par le visiteur annonce une ressource introuvable
    Et le motif "Date reportée" figure dans l'espace de rédaction
    Et le portail de l'antenne "Rhône" n'affiche pas "Atelier douanes à Lyon"

  @CA-401.7 @RG-50 @role:redacteur @nominal @manuel @SC-0063
  Scénario: Un brouillon rejeté revient à son auteur avec le motif
    Soit l'actualité "Forum de l'apprentissage" soumise par Nolwenn Abgrall
    Quand Yann Le Goff rejette l'actualité pour le motif "Préciser le lieu"
    Alors Nolwenn Abgrall retrouve l'actualité à l'état "brouillon"
    Et le motif "Préciser le lieu" est affiché auprès de l'actualité

  @CA-401.3 @RG-50
  Règle: RG-50 - Aucune actualité ne paraît sans validation par une autre personne que son auteur

    @role:gestionnaire-antenne @exception @auto @SC-0057
    Plan du scénario: Une actualité à l'état <état> ne peut pas être publiée
      Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"
      Et l'actualité "<titre>" à l'état "<état>"
      Quand la publication de l'actualité est demandée
      Alors la demande est refusée avec le message "L'actualité doit être validée avant publication."
      Et le portail de l'antenne "Bretagne" n'affiche pas "<titre>"

      @JDD-actualites
      Exemples: États avant validation
        | id        | état      | titre                            |
        | brouillon | brouillon | Rencontre des dirigeants bretons |
        | soumise   | soumise   | Forum de l'apprentissage         |

    @role:gestionnaire-antenne @droits @auto @SC-0058
    Scénario: L'auteur d'une actualité ne la valide pas lui-même
      Soit un utilisateur connecté avec le rôle "gestionnaire-antenne" de l'antenne "Bretagne"
      Et l'actualité "Point sur les aides à l'embauche" à l'état "soumise"
      Quand la validation de l'actualité est demandée
      Alors l'accès est refusé avec le message "L'auteur d'une actualité ne peut pas la valider."

    @role:redacteur @droits @auto @SC-0059
    Scénario: Un rédacteur ne publie pas, même une actualité validée
      Soit l'actualité "Permanence juridique à Brest" à l'état "validée"
      Et un utilisateur connecté avec le rôle "rédacteur" de l'antenne "Bretagne"
      Quand la publication de l'actualité est demandée
      Alors l'accès est refusé avec le message "Votre rôle ne permet pas cette action."
