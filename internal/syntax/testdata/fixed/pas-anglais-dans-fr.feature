# language: fr
Fonctionnalité: A
  Scénario: b
    Soit une entreprise sans antenne de rattachement
    Quand elle adhère
    Alors une antenne lui est proposée
