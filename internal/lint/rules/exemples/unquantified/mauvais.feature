# language: fr
@US-124
Fonctionnalité: Chercher une entreprise

  @CA-124.1 @SC-0131
  Scénario: La recherche par nom répond vite
    Soit 200 000 entreprises enregistrées
    Quand le gestionnaire cherche "Verrerie"
    # attendu: unquantified
    Alors la réponse est rapide

  @CA-124.2 @SC-0132
  Scénario: La recherche reste ouverte aux heures de bureau
    Quand le mois de mars 2027 est relevé
    # attendu: unquantified
    Alors le service est disponible
