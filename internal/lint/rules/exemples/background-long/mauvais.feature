# language: fr
@US-119
Fonctionnalité: Calcul d'une remise

  # attendu: background-long
  Contexte:
    Soit une antenne nommée "Bretagne"
    Et un barème de cotisation pour 2027
    Et une entreprise nommée "Atelier du Ponant"
    Et son adresse à Brest
    Et son effectif de 12 salariés
    Et sa première adhésion en 2019
    Et ses cotisations réglées chaque année depuis

  @SC-0119
  Scénario: La remise de fidélité s'applique
    Quand sa cotisation de 2027 est calculée
    Alors une remise de 5 % lui est accordée
