# language: fr
Fonctionnalité: F
  @critique​
  Scénario: a
    So​it x
    Alors y
