# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
    Alors y

  Scénario: a
    Soit z
    Alors y
