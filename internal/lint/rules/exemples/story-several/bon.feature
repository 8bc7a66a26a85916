# language: fr
@US-111 @EPIC-adhesion
Fonctionnalité: Suspendre une adhésion

  @CA-111.1 @SC-0111
  Scénario: Une adhésion suspendue n'est plus facturée
    Soit une adhésion suspendue le 01/03/2027
    Quand les appels de cotisation d'avril sont émis
    Alors aucun appel n'est adressé à cette entreprise
