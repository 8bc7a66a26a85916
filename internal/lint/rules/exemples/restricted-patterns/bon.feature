# language: fr
@US-128
Fonctionnalité: Envoyer la lettre aux adhérents

  @CA-128.1 @SC-0137
  Scénario: Un adhérent désinscrit ne reçoit rien
    Soit un adhérent désinscrit de la lettre
    Quand la lettre de mars est envoyée
    Alors cet adhérent ne la reçoit pas
