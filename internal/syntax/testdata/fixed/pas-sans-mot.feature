# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
    Alors y
    Alors z
