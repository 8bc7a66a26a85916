# language: fr
@US-157
Fonctionnalité: Carte de l'adhérent

  @SC-0157 @carte
  Scénario: La carte porte l'année
    Quand la carte de 2027 est éditée
    Alors elle porte "2027"

  @SC-0158 @carte
  Scénario: La carte porte l'antenne
    Quand la carte d'un adhérent de Rennes est éditée
    Alors elle porte "Bretagne"
