# language: fr
@US-301
# attendu: glossary-synonym
Fonctionnalité: Cloisonner les membres
  En tant que trésorier
  Je veux voir mes adhérents

  @SC-0001
  # attendu: glossary-synonym
  Scénario: Un affilié d'une autre antenne est introuvable
    # attendu: glossary-synonym
    Quand le client d'une autre antenne est recherché
    # attendu: glossary-synonym
    Alors aucun Affilie n'est trouvé
    # attendu: glossary-synonym
    Mais les gestionnaires de caisse du siège le voient
