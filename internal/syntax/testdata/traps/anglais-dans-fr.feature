# language: fr
Fonctionnalité: F
  Scenario: a
    Given x
    Then y
