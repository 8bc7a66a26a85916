# language: fr
Fonctionnalité: F
  Scénario: Un
    Ét x
    Quand b
    Alors c
