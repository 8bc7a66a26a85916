# language: fr
Fonctionnalité: F
  Scénario: Un
    Soit a
    # note
  Scénario: Deux
    Alors c
