# language: fr
@US-201
Fonctionnalité: Renouveler une adhésion

  # attendu: criterion-elsewhere
  @CA-101.1 @SC-0003
  Scénario: Le renouvellement appelle une cotisation
    Quand le renouvellement est demandé
    Alors la cotisation est appelée
