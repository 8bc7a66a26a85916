# language: fr
Fonctionnalité: F
  Scénario: perdu
    Étant donné x
    Quand y
    Alors z
  Scénario: bon
    Soit x
