# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
    Alors 
    Alors …
