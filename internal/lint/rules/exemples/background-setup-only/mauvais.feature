# language: fr
@US-118
Fonctionnalité: Modification d'une fiche d'entreprise

  Contexte:
    # attendu: background-setup-only
    Quand la gestionnaire de l'antenne Rhône se connecte
    Et qu'elle ouvre la fiche de l'entreprise "Soierie du Plateau"
    # attendu: background-setup-only
    Alors la fiche est affichée

  @SC-0118
  Scénario: La nouvelle adresse est enregistrée
    Quand elle remplace l'adresse par "3 rue des Canuts"
    Alors la fiche montre "3 rue des Canuts"
