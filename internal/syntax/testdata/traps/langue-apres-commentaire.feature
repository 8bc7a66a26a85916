# Recette du lot 1

# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
