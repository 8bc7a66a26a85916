# language: fr
# attendu: allowed-tags
@US-161 @lot2
Fonctionnalité: Carte de l'adhérent

  @SC-0161
  Scénario: La carte porte l'année
    Quand la carte de 2027 est éditée
    Alors elle porte "2027"
