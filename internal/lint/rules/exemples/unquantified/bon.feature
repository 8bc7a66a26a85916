# language: fr
@US-124
Fonctionnalité: Chercher une entreprise

  @CA-124.1 @SC-0131
  Scénario: La recherche par nom répond vite
    Soit 200 000 entreprises enregistrées
    Quand le gestionnaire cherche "Verrerie"
    Alors le délai de réponse est de moins de 2 secondes

  @CA-124.2 @SC-0132
  Scénario: La recherche reste ouverte aux heures de bureau
    Quand le mois de mars 2027 est relevé
    Alors la disponibilité du service est d'au moins 99,5 % de 8 h à 19 h
