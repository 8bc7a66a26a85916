# language: fr
@US-136
Fonctionnalité: Saisie d'une adhésion

  @SC-0136
  Scénario: Une demande complète est enregistrée
    Soit une gestionnaire d'antenne connectée
    Quand une demande complète est saisie
    Alors l'adhésion est enregistrée
