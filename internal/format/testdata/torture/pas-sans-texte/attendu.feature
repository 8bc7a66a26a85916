# language: fr
Fonctionnalité: Vide

  Scénario: Un pas sans texte
    Soit 
    Quand un
    Alors un
