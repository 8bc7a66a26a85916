# language: fr
Fonctionnalité: F
  Scénario: a
    Etant donné x
    Alors y
