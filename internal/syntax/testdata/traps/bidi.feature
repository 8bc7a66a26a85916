# language: fr
Fonctionnalité: F
  Scénario: a
    Soit a‮b
