# language: fr
Fonctionnalité: F
  Scénario: a
    et x
    Alors y
