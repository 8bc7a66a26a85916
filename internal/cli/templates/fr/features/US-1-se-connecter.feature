# language: fr
# Un fichier par récit utilisateur (US). Les étiquettes relient le récit à ce qui l'entoure :
#   @US-1 le récit, @EPIC-… l'épopée, @parcours:… le parcours métier, @critique : il faudra le signer,
#   @pret : l'équipe peut le prendre, `recette ready` dit si c'est vrai.
@US-1 @EPIC-portail @parcours:connexion @critique @must @pret
Fonctionnalité: Se connecter au portail
  En tant qu'adhérent
  Je veux me connecter au portail
  Afin de suivre ma cotisation

  # Le contexte prépare chaque scénario ; il ne vérifie rien.
  Contexte:
    Soit le jeu de données "JDD-portail" chargé

  # @CA-1.1 est le critère d'acceptation prouvé, @SC-0001 l'identifiant stable du scénario (`recette id assign` l'attribue).
  # @auto : les définitions de pas sont dans steps/. Un scénario dit ce qui est attendu, pas où il faut cliquer.
  @CA-1.1 @nominal @auto @SC-0001
  Scénario: L'adresse et le mot de passe d'un adhérent ouvrent son espace
    Quand l'adhérent "claire@portail.example" se connecte avec le mot de passe "Pommier-42"
    Alors son espace affiche le message "Votre cotisation est à jour."

  # Un plan de scénario est exécuté une fois par ligne d'exemple ; la colonne id suit la ligne d'une version à l'autre.
  @CA-1.2 @exception @auto @SC-0002
  Plan du scénario: Une connexion refusée ne dit pas ce qui est faux
    Quand l'adhérent "<adresse>" se connecte avec le mot de passe "<mot de passe>"
    Alors la connexion est refusée avec le message "L'adresse ou le mot de passe est incorrect."

    Exemples:
      | id           | adresse                | mot de passe |
      | mot-de-passe | claire@portail.example | Cerisier-17  |
      | adresse      | claude@portail.example | Pommier-42   |

  @CA-1.3 @droits @auto @SC-0003
  Scénario: Un adhérent ne lit pas l'espace d'un autre
    Quand l'adhérent "claire@portail.example" se connecte avec le mot de passe "Pommier-42"
    Et l'espace de "yann@portail.example" est demandé
    Alors l'accès est refusé avec le message "Cet espace est celui d'un autre adhérent."

  # @manuel : une personne juge chaque résultat attendu, guidée pas à pas par `recette test`.
  @CA-1.4 @nominal @manuel @JDD-portail @SC-0004
  Scénario: La page de connexion se lit sur un téléphone
    Quand un adhérent ouvre la page de connexion sur un téléphone tenu droit
    Alors les deux champs et le bouton sont visibles sans défilement
    Et chaque texte se lit sans agrandir la page
