# language: fr
@US-130
Fonctionnalité: Transfert d'une fiche

  @SC-0130
  Scénario: La fiche suit l'entreprise dans sa nouvelle antenne
    Soit une entreprise de l'antenne Rhône qui déménage à Brest
    Quand le siège transfère sa fiche à l'antenne Bretagne
    Alors la gestionnaire de l'antenne Bretagne la consulte
