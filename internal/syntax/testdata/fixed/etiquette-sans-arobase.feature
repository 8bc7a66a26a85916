# language: fr
Fonctionnalité: F
  Récit.

  @SC-1 @critique
  Scénario: a
    Soit x
