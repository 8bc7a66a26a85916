# language: fr
Fonctionnalité: F
  Scénario: a
    Soit a
  
    Alors b
