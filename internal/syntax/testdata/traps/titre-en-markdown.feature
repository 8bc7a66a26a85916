# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
    Alors y

  ## Scénario: b
    Soit z
    Alors y
