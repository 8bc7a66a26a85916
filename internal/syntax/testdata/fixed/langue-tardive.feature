Fonctionnalité: F
  Scénario: a
    Soit x
