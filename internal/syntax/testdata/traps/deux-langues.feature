# language: fr
# language: en
Fonctionnalité: F
  Scénario: bon
    Soit x
