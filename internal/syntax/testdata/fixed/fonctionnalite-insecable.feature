Fonctionnalité: F
  Scénario: bon
    Soit x
