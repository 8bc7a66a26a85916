# un commentaire avant
# language: fr

# un autre
@a @b # celui-ci est perdu par l'arbre
@c
Fonctionnalité: Commentaires

  # au-dessus du scénario
  Scénario: x
    # avant le pas
    Soit a
    # entre les pas
      | t |
      # dans le tableau
      | u |
    Alors b
# à la fin
