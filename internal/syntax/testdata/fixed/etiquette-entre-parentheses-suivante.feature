# language: fr
Fonctionnalité: F
  Scénario: Un
    Soit x

  @manuel @critique
  Scénario: Deux
    Soit x
