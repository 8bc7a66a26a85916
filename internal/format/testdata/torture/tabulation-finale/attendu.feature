# language: fr
Fonctionnalité: Droits

  Scénario: Un lecteur ne publie pas
    Soit un lecteur
    Quand il publie
    Alors il est refusé
