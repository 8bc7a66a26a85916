# attendu-fichier: language-header
@US-110
Fonctionnalité: Inscription à la lettre d'information

  @SC-0110
  Scénario: L'adhérent reçoit la lettre de son antenne
    Quand un adhérent de Rennes s'inscrit à la lettre d'information
    Alors il reçoit celle de l'antenne Bretagne
