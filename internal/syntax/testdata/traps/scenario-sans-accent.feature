# language: fr
Fonctionnalité: F
  Scenario: a
    Soit x
