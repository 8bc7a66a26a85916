# language: fr
Fonctionnalité: F
  SCÉNARIO: a
    Soit x
