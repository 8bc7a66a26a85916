# language: fr
Fonctionnalité: F
  Scénario: Un
    # note
    Quand b
    Alors c
