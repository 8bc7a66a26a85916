# language: fr
@US-116
Fonctionnalité: Modifier le règlement d'une cotisation

  @CA-116.1 @nominal @SC-0117
  Scénario: Un chèque est corrigé avant sa remise en banque
    Soit un chèque de 185,00 € saisi pour 158,00 €
    Quand le trésorier corrige le montant
    Alors le règlement enregistré est de 185,00 €

  @CA-116.2 @exception @SC-0118
  Scénario: Un chèque déjà remis en banque n'est plus modifiable
    Soit un chèque remis en banque le 02/03/2027
    Quand le trésorier corrige son montant
    Alors la correction est refusée avec le message "Ce règlement est remis en banque."
