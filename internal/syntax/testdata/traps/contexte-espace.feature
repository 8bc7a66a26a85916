# language: fr
Fonctionnalité: F
  Contexte :
    Soit x
  Scénario: b
    Alors y
