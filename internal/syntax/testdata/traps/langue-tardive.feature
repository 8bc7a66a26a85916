Fonctionnalité: F
# language: fr
  Scénario: a
    Soit x
