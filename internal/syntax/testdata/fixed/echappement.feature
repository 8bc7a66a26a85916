# language: fr
Fonctionnalité: F
  Scénario: a
    Soit a[2Jb
