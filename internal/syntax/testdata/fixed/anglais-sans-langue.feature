# language: en
Feature: F
  Scenario: a
    Given x
