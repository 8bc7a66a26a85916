# language: fr
Fonctionnalité: Fins de ligne Windows

  Scénario: a
    Soit x
      | a | b |
