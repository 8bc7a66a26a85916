# language: fr
Fonctionnalité: F
  Scénario: éÿ
    Soit x
