# language: fr
# Une feature par récit (US) ; l'étiquette @SC- est l'identifiant stable du scénario : `recette id assign` l'attribue.
@US-1 @pret
Fonctionnalité: Se connecter au portail
  En tant que adhérent
  Je veux me connecter au portail
  Afin de suivre ma cotisation

  # @manuel : une personne juge chaque résultat attendu, guidée par `recette test`.
  @CA-1.1 @nominal @parcours:connexion @critique @manuel @SC-0001
  Scénario: Une adresse connue et le bon mot de passe ouvrent l'espace adhérent
    Soit un adhérent à jour de sa cotisation
    Quand il se connecte avec son adresse et son mot de passe
    Alors son espace s'ouvre sur le solde de sa cotisation
