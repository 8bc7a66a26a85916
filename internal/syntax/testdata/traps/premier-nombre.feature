# language: fr
Fonctionnalité: F
  Scénario: Un
    1 Soit x
    Quand b
    Alors c
