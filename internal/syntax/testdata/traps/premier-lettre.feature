# language: fr
Fonctionnalité: F
  Scénario: Un
    a) Soit x
    Quand b
    Alors c
