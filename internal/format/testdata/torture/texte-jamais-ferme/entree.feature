# language: fr
Fonctionnalité: Brouillon
  Scénario: Un texte ouvert
    Soit la page
      """
      sans fin
    Alors rien n'est effacé
