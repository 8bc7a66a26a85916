# language: fr
Fonctionnalité: F
  @critique # à revoir
  Scénario: a
    Soit x
