# language: fr
Fonctionnalité: F
  @critique
  Scénario: a
    Soit x
    Alors y
