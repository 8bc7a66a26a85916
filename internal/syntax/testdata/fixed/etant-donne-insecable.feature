# language: fr
Fonctionnalité: F
  Scénario: a
    Étant donné x
    Alors y
