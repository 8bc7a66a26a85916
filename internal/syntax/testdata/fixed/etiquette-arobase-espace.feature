# language: fr
Fonctionnalité: F
  @critique @b
  Scénario: a
    Soit x
