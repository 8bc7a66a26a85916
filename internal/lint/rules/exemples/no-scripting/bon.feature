# language: fr
@US-121
Fonctionnalité: Consulter sa fiche d'adhérent

  @CA-121.1 @auto @SC-0127
  Scénario: L'adhérent lit le montant qui lui reste dû
    Soit une cotisation de 425,00 € dont 200,00 € sont réglés
    Quand l'adhérent consulte sa fiche
    Alors le reste dû est de 225,00 €
