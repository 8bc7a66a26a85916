# language: fr
@US-162
Fonctionnalité: Carte de l'adhérent

  # attendu: restricted-tags
  @SC-0162 @wip
  Scénario: La carte porte l'année
    Quand la carte de 2027 est éditée
    Alors elle porte "2027"
