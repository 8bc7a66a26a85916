# language: fr
# attendu: related-tags
@US-163 @critique
Fonctionnalité: Carte de l'adhérent

  @SC-0163
  Scénario: La carte porte l'année
    Quand la carte de 2027 est éditée
    Alors elle porte "2027"
