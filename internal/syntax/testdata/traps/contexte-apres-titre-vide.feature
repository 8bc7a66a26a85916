# language: fr
Fonctionnalité: F
  Scénario:
  Contexte:
    Soit x
  Scénario: b
    Soit y
