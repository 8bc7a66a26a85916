# language: fr
@US-164 @outre-mer
Fonctionnalité: Carte de l'adhérent

  @SC-0164
  Scénario: La carte porte l'année
    Quand la carte de 2027 est éditée
    Alors elle porte "2027"
