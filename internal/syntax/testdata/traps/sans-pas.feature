# language: fr
Fonctionnalité: F
  Scénario: a

  Scénario: b
    Soit x
