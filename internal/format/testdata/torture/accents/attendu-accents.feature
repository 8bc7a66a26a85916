# language: fr
Fonctionnalité: Accents

  Scénario: Sans accents au clavier
    Étant donné un adhérent
    Et une antenne
    Quand il paie
    Alors il est à jour

  Scénario: Des deux façons
    Étant donnés deux adhérents
    Étant donné qu'il pleut
    Étant donné que Etant donné reste dans la phrase
    Étant données deux antennes
    Quand ils paient
    Alors ils sont à jour
    # Etant donné en commentaire
