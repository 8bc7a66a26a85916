# language: fr
Fonctionnalité: F
  Scénario: Un
    Soit a
      | un |
      | deux |
