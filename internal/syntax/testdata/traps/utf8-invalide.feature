# language: fr
Fonctionnalité: F
  Scénario: é�
    Soit x
