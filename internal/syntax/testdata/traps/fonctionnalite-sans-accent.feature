Fonctionnalite: F
  Scénario: bon
    Soit x
