# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
    Et y
    Alors z
