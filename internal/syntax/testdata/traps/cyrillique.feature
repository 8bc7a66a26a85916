# language: fr
Fonctionnalité: F
  Scénario: a
    Quаnd x
    Alors y
