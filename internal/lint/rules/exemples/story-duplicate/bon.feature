# language: fr
@US-114
Fonctionnalité: Rembourser un trop-perçu

  @CA-114.1 @SC-0114
  Scénario: Le trop-perçu est rendu par virement
    Soit une cotisation de 425,00 € réglée deux fois
    Quand le trésorier rembourse le second règlement
    Alors un virement de 425,00 € est préparé
