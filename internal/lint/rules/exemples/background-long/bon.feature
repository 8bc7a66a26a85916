# language: fr
@US-119
Fonctionnalité: Calcul d'une remise

  Contexte:
    Soit le jeu de données "JDD-remises" chargé au 01/03/2027
    Et l'entreprise "Atelier du Ponant" adhérente depuis 2019

  @SC-0119
  Scénario: La remise de fidélité s'applique
    Quand sa cotisation de 2027 est calculée
    Alors une remise de 5 % lui est accordée
