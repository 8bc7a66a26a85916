# Droits réservés à la confédération.

# language: fr

# au-dessus
Fonctionnalité: En-tête

  Scénario: Lire
    Soit un pas
    Quand un pas
    Alors un pas
