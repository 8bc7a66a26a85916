# language: fr
@US-142
Fonctionnalité: Publication d'une actualité

  @SC-0142
  Scénario: Une actualité publiée est visible
    Soit une actualité relue
    # attendu: step-final-period
    Quand la rédactrice la publie.
    # attendu: step-final-period
    Alors les adhérents la voient.
