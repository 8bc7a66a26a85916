# language: fr
@US-129
Fonctionnalité: Mentions de l'attestation

  @SC-0129
  Scénario: L'attestation nomme l'antenne
    Soit une entreprise rattachée à l'antenne Corse
    Quand son attestation est éditée
    Alors l'attestation porte "Antenne Corse"
