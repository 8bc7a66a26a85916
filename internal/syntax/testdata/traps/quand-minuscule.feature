# language: fr
Fonctionnalité: F
  Scénario: a
    quand x
    Alors y
