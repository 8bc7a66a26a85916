# language: fr
Fonctionnalité: F
  Scénario: a
    Puis x
    Alors y
