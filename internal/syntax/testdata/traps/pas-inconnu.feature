# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
    Puis y
    Alors z
