# language: fr
@US-160
Fonctionnalité: Carte de l'adhérent

  @SC-0160 @CA-160.1
  Scénario: La carte porte l'année
    Quand la carte de 2027 est éditée
    Alors elle porte "2027"
