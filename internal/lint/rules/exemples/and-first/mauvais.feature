# language: fr
@US-128
Fonctionnalité: Dépôt d'une pièce

  @SC-0128
  Scénario: Un extrait Kbis récent est accepté
    # attendu: and-first
    Et un extrait Kbis de moins de trois mois
    Quand l'entreprise le dépose
    Alors la pièce est acceptée
