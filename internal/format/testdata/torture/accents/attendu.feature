# language: fr
Fonctionnalité: Accents

  Scénario: Sans accents au clavier
    Etant donné un adhérent
    Et une antenne
    Quand il paie
    Alors il est à jour

  Scénario: Des deux façons
    Etant donnés deux adhérents
    Etant donné qu'il pleut
    Etant donné que Etant donné reste dans la phrase
    Étant données deux antennes
    Quand ils paient
    Alors ils sont à jour
    # Etant donné en commentaire
