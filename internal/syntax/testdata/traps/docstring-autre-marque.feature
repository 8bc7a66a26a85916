# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
      """
      texte
      ```
  Scénario: b
    Soit y
