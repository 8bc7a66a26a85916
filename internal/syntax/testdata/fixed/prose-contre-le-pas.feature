# language: fr
Fonctionnalité: F
  Scénario: Un
    \Le dossier est déjà complet.
    # remarque
    Quand b
    Alors c
