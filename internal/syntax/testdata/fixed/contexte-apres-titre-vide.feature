# language: fr
Fonctionnalité: F
  Contexte:
    Soit x
  Scénario: b
    Soit y
