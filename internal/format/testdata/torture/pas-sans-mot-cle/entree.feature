# language: fr
Fonctionnalité: Brouillon
  Scénario: Un pas mal tapé
    Soit une faute
    Qand on met en forme
    Alors rien n'est effacé
