# language: fr
Fonctionnalité: F
  @manuel
  Scénario: Un
    Soit x
