# language: fr
@US-12   @critique # validé en atelier le 3 mars
Fonctionnalité: Adhésion d'une entreprise
@CA-12.1 @nominal	#   à rejouer après la migration
Scénario: Une entreprise adhère
Soit une entreprise sans antenne
Quand elle adhère
Alors une antenne lui est proposée
