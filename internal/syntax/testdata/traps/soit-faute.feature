# language: fr
Fonctionnalité: F
  Scénario: a
    Sot x
    Alors y
