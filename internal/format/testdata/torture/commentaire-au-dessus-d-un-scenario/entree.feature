# language: fr
# Le fichier de la cotisation.

  # Rédigé avec les trésoriers.
Fonctionnalité: Cotisation
Scénario: Appeler la cotisation
Quand l'échéance arrive
Alors un appel est émis
# Vu en atelier : la relance part le lundi.
Scénario: Relancer
Quand l'échéance est passée
Alors une relance est émise
      # détaché de ce qui suit


# ===== Cas limites =====


# Le dernier jour compte.
@limite
# Le jour même ne compte pas.

@nominal

Scénario: Relancer le dernier jour
Quand l'échéance est le jour même
Alors rien n'est émis


# Scénario: Relancer par SMS
#   Quand l'échéance est passée depuis un mois
