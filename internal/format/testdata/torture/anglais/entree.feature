# language: en
Feature:   Renewal
Background:
Given a member
Rule: Late
Scenario Outline: Reminder
When <days> pass
Then a letter is sent
Examples:
|days|
|30|
