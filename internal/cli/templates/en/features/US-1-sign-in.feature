# language: en
# One file a user story (US). Tags tie the story to what surrounds it:
#   @US-1 the story, @EPIC-… the epic, @parcours:… the business journey, @critique: it will have to be signed,
#   @pret: the team may take it, `recette ready` tells whether that is true.
@US-1 @EPIC-portal @parcours:signin @critique @must @pret
Feature: Sign in to the portal
  As a member
  I want to sign in to the portal
  So that I can follow my fee

  # The background prepares each scenario; it verifies nothing.
  Background:
    Given the data set "JDD-portal" is loaded

  # @CA-1.1 is the acceptance criterion proved, @SC-0001 the stable id of the scenario (`recette id assign` gives it).
  # @auto: the step definitions are in steps/. A scenario says what is expected, not where to click.
  @CA-1.1 @nominal @auto @SC-0001
  Scenario: The address and the password of a member open their space
    When the member "claire@portal.example" signs in with the password "Appletree-42"
    Then their space shows the message "Your fee is paid."

  # A scenario outline is run once for each example; the id column follows a row from one version to the next.
  @CA-1.2 @exception @auto @SC-0002
  Scenario Outline: A refused sign-in does not tell what is wrong
    When the member "<address>" signs in with the password "<password>"
    Then the sign-in is refused with the message "The address or the password is wrong."

    Examples:
      | id       | address               | password     |
      | password | claire@portal.example | Cherry-17    |
      | address  | claude@portal.example | Appletree-42 |

  @CA-1.3 @droits @auto @SC-0003
  Scenario: A member does not read the space of another
    When the member "claire@portal.example" signs in with the password "Appletree-42"
    And the space of "yann@portal.example" is asked for
    Then access is refused with the message "This space is that of another member."

  # @manuel: a person judges each expected result, guided step by step by `recette test`.
  @CA-1.4 @nominal @manuel @JDD-portal @SC-0004
  Scenario: The sign-in page can be read on a phone
    When a member opens the sign-in page on a phone held upright
    Then both fields and the button are visible without scrolling
    And each text can be read without enlarging the page
