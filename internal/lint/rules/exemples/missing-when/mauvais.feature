# language: fr
@US-129
Fonctionnalité: Mentions de l'attestation

  @SC-0129
  # attendu: missing-when
  Scénario: L'attestation nomme l'antenne
    Soit une entreprise rattachée à l'antenne Corse
    Alors l'attestation porte "Antenne Corse"
