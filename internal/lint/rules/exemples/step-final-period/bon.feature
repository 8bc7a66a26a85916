# language: fr
@US-142
Fonctionnalité: Publication d'une actualité

  @SC-0142
  Scénario: Une actualité publiée est visible
    Soit une actualité relue
    Quand la rédactrice la publie
    Alors les adhérents la voient
    Et le message "Votre actualité est publiée." est affiché
