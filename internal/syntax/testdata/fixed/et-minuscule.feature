# language: fr
Fonctionnalité: F
  Scénario: a
    Et x
    Alors y
