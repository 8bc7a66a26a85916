# language: fr
Feature: F
  Scénario: a
    Soit x
