# language: fr
Fonctionnalité: F
  Récit.
 @SC-1
  Scénario: bon
    Soit x
