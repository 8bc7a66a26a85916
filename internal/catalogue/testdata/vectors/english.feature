# language: en
Feature: Membership
  As a clerk

  Rule: amounts
    Example: small
      Given a company of 3
      When it joins
      Then it pays 100
      But no invoice is sent
