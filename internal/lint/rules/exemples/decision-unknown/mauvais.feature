# language: fr
# attendu: decision-unknown
@US-401 @DEC-0009 @pret
Fonctionnalité: Publier une actualité

  @SC-0001
  Scénario: L'auteur d'une actualité ne la valide pas
    Quand l'auteur valide son actualité
    Alors la validation est refusée
