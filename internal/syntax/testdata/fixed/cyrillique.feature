# language: fr
Fonctionnalité: F
  Scénario: a
    Quand x
    Alors y
