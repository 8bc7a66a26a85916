# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
    Lorsqu'il vient
