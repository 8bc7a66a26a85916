# language: fr
Fonctionnalité: F
  Scénario: Un
    Sois x
    Quand b
    Alors c
