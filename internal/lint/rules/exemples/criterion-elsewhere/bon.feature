# language: fr
@US-201
Fonctionnalité: Renouveler une adhésion

  @CA-201.1 @SC-0003
  Scénario: Le renouvellement appelle une cotisation
    Quand le renouvellement est demandé
    Alors la cotisation est appelée
