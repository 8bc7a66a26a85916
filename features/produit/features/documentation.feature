# language: fr
@US-12 @EPIC-redaction @must @pret
Fonctionnalité: La documentation fonctionnelle vient des critères
  En tant que PO
  Je veux la documentation des règles, des exceptions et des messages
  Afin qu'elle dise ce qui est vérifié, et rien d'autre

  @CA-12.1 @nominal @auto @SC-0120
  Scénario: La documentation montre chaque scénario et les messages
    Soit un projet créé par "recette init"
    Quand je lance "recette docs build --format single -o documentation.html"
    Alors la commande sort avec le code 0
    Et le fichier "documentation.html" contient "Une connexion refusée ne dit pas ce qui est faux"
    Et le fichier "documentation.html" contient "MSG-2"

  @CA-12.2 @limite @auto @SC-0121
  Scénario: La documentation ne charge rien de l'extérieur
    Soit un projet créé par "recette init"
    Quand je lance "recette docs build --format single -o documentation.html"
    Alors le fichier "documentation.html" ne contient pas "<script src"
    Et le fichier "documentation.html" ne contient pas "<iframe"

  @CA-12.3 @exception @auto @SC-0122
  Scénario: Un texte hostile reste un texte
    Soit un projet créé par "recette init"
    Et "Un adhérent ne lit pas" remplacé par "Un adhérent <img src=x onerror=alert(1)> ne lit pas" dans "features/US-1-se-connecter.feature"
    Quand je lance "recette docs build --format single -o documentation.html"
    Alors le fichier "documentation.html" ne contient pas "<img src=x"
