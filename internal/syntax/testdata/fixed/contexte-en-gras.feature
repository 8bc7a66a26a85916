# language: fr
Fonctionnalité: F
  Récit.

  Contexte:
    Étant donné x
    Et y
  Scénario: a
    Alors z
