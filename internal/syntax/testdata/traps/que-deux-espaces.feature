# language: fr
Fonctionnalité: F
  Scénario: a
    Étant donné  que x existe
    Alors y
