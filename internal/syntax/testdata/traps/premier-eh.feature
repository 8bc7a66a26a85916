# language: fr
Fonctionnalité: F
  Scénario: Un
    Eh x
    Quand b
    Alors c
