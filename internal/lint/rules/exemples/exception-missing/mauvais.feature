# language: fr
@US-116
# attendu: exception-missing
Fonctionnalité: Modifier le règlement d'une cotisation

  @CA-116.1 @nominal @SC-0117
  Scénario: Un chèque est corrigé avant sa remise en banque
    Soit un chèque de 185,00 € saisi pour 158,00 €
    Quand le trésorier corrige le montant
    Alors le règlement enregistré est de 185,00 €
