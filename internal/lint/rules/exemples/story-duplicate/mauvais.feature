# language: fr
# attendu: story-duplicate
@US-113
Fonctionnalité: Rembourser un trop-perçu

  @CA-113.2 @SC-0114
  Scénario: Le trop-perçu est rendu par virement
    Soit une cotisation de 425,00 € réglée deux fois
    Quand le trésorier rembourse le second règlement
    Alors un virement de 425,00 € est préparé
