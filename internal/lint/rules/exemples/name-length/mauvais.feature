# language: fr
@US-140
Fonctionnalité: Changement de représentant

  @SC-0140
  # attendu: name-length
  Scénario: Quand le nouveau représentant d'une entreprise est déclaré par la gestionnaire de l'antenne, puis validé par le siège, les courriers lui sont adressés et non à l'ancien
    Soit une entreprise représentée par Mme Le Goff
    Quand M. Riou est déclaré représentant
    Alors les courriers lui sont adressés
