# language: en
# One feature a story (US); the @SC- tag is the scenario's stable id: `recette id assign` gives it.
@US-1 @pret
Feature: Sign in to the portal
  As a member
  I want to sign in to the portal
  So that I can follow my fee

  # @manuel: a person judges each expected result, guided by `recette test`.
  @CA-1.1 @nominal @parcours:signin @critique @manuel @SC-0001
  Scenario: A known address and the right password open the member's space
    Given a member whose fee is paid
    When they sign in with their address and password
    Then their space opens on the balance of their fee
