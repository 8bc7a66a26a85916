# language: fr
Fonctionnalité: Fins

  Scénario: Un
    Soit un

    Quand un
    Alors un
