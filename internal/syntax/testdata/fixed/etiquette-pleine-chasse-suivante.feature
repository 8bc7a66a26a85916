# language: fr
Fonctionnalité: F
  Scénario: Un
    Soit x

  @manuel
  Scénario: Deux
    Soit x
