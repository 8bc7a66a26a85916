# language: fr
Fonctionnalité: F
  Une description.
