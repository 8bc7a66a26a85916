# language: fr
@US-118
Fonctionnalité: Modification d'une fiche d'entreprise

  Contexte:
    Soit la gestionnaire de l'antenne Rhône connectée
    Et la fiche de l'entreprise "Soierie du Plateau" ouverte

  @SC-0118
  Scénario: La nouvelle adresse est enregistrée
    Quand elle remplace l'adresse par "3 rue des Canuts"
    Alors la fiche montre "3 rue des Canuts"
