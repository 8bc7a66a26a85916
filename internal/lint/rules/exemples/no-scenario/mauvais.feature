# language: fr
# attendu-fichier: no-scenario
@US-106
Fonctionnalité: Relance

  En tant que trésorier d'antenne
  Je veux relancer les impayés
  Afin de tenir le budget
