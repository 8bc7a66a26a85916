# language: fr
@US-302 @EPIC-droits @parcours:droits @critique @must @national @pret
Fonctionnalité: Habiliter chaque rôle à ses seules actions
  En tant que gestionnaire national
  Je veux que chaque rôle n'accède qu'aux actions de sa fonction
  Afin de séparer la gestion, l'encaissement et la rédaction

  Contexte:
    Soit le jeu de données "JDD-droits" chargé au 15/03/2027

  @CA-302.1 @RG-40 @role:gestionnaire-national @nominal @auto @SC-0049
  Scénario: Le siège dispose de toutes les actions de gestion
    Soit l'entreprise "Huilerie du Nebbio"
    Et un utilisateur connecté avec le rôle "gestionnaire-national"
    Quand un règlement de "185,00" € est encaissé
    Alors la situation de l'entreprise est "à jour"

  @CA-302.2 @RG-40 @role:redacteur @droits @auto @SC-0050
  Plan du scénario: Le rôle <role> ne peut pas <action>
    Soit l'entreprise "Atelier du Ponant"
    Et un utilisateur connecté avec le rôle "<role>" de l'antenne "Bretagne"
    Quand l'action "<action>" est tentée
    Alors l'accès est refusé avec le message "Votre rôle ne permet pas cette action."

    @JDD-droits
    Exemples: Actions interdites par rôle
      | id                  | role      | action                    |
      | redacteur-consulter | rédacteur | consulter les entreprises |
      | redacteur-encaisser | rédacteur | encaisser un règlement    |
      | redacteur-valider   | rédacteur | valider une actualité     |
      | tresorier-rediger   | trésorier | rédiger une actualité     |
      | tresorier-valider   | trésorier | valider une actualité     |
      | adherent-encaisser  | adhérent  | encaisser un règlement    |
      | adherent-relancer   | adhérent  | envoyer les relances      |
      | adherent-rediger    | adhérent  | rédiger une actualité     |

  @CA-302.3 @RG-42 @role:visiteur @droits @auto @SC-0051
  Plan du scénario: Un visiteur non connecté ne peut pas <action>
    Soit l'entreprise "Atelier du Ponant"
    Et un visiteur non connecté
    Quand l'action "<action>" est tentée
    Alors une authentification est exigée

    @JDD-droits
    Exemples: Actions réservées aux personnes connectées
      | id        | action                    |
      | consulter | consulter les entreprises |
      | encaisser | encaisser un règlement    |
      | rediger   | rédiger une actualité     |

  @CA-302.3 @RG-42 @role:visiteur @exception @auto @SC-0052
  Scénario: Un jeton inconnu n'ouvre aucun accès
    Soit un utilisateur dont le jeton n'est pas reconnu
    Quand la liste des entreprises est consultée
    Alors une authentification est exigée

  @CA-302.4 @RG-40 @role:tresorier @limite @manuel @SC-0053
  Scénario: Un trésorier qui tente une radiation reçoit un refus compréhensible
    Soit Maëla Kervella, trésorière de l'antenne "Bretagne"
    Quand la radiation de "Atelier du Ponant" est tentée depuis sa fiche
    Alors le refus indique "Votre rôle ne permet pas cette action."
    Et l'entreprise est toujours adhérente

  @CA-302.5 @RG-42 @role:visiteur @nominal @manuel @SC-0054
  Scénario: Se déconnecter sur un poste partagé referme l'accès
    Soit Yann Le Goff, gestionnaire de l'antenne "Bretagne", connecté sur un poste partagé
    Quand la session est refermée
    Alors le retour en arrière du navigateur ne réaffiche aucune fiche
    Et l'espace de gestion demande une authentification
