# language: fr
Fonctionnalité: F
  Scénario: a
    Qaund x
    Alors y
