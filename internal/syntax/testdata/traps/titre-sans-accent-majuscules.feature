# language: fr
Fonctionnalité: F
  SCENARIO : a
    Soit x
