# language: fr
Fonctionnalité: Marque

  Scénario: Un
    Soit un
    Quand un
    Alors un
