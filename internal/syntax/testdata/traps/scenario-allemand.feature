# language: fr
Fonctionnalité: F
  Szenario: a
    Soit x
