# language: fr
@US-140
Fonctionnalité: Changement de représentant

  @SC-0140
  Scénario: Le nouveau représentant remplace l'ancien dès la validation
    Soit une entreprise représentée par Mme Le Goff
    Quand M. Riou est déclaré représentant
    Alors les courriers lui sont adressés
