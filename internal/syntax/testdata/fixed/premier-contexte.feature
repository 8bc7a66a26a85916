# language: fr
Fonctionnalité: F
  Contexte:
    Soit x
    Étant donné y
  Scénario: Un
    Alors c
