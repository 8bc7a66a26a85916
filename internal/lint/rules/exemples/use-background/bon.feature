# language: fr
@US-120
Fonctionnalité: Convocation du bureau

  Contexte:
    Soit la secrétaire de l'antenne Bretagne connectée
    Et une réunion du bureau prévue le 12/05/2027

  @SC-0121
  Scénario: La convocation part aux membres
    Quand elle envoie la convocation
    Alors chaque membre du bureau la reçoit

  @SC-0122
  Scénario: La convocation se corrige
    Quand elle corrige l'heure de la réunion
    Alors la nouvelle heure figure sur la convocation

  @SC-0123
  Scénario: La convocation s'annule
    Quand elle annule la réunion
    Alors chaque membre du bureau en est averti
