# language: fr
Fonctionnalité: Brouillon
  Scénario : Une espace de trop
    Soit une faute
    Quand on met en forme
    Alors rien n'est effacé
