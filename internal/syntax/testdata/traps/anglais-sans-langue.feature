Feature: F
  Scenario: a
    Given x
