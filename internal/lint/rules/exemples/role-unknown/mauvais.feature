# language: fr
@US-203 @pret
Fonctionnalité: Encaisser une cotisation
  En tant que trésorier
  Je veux enregistrer les règlements
  Afin de tenir la situation à jour

  # attendu: role-unknown
  @role:caissier @SC-0001
  Scénario: Un règlement est encaissé
    Quand un règlement est encaissé
    Alors le solde est à jour
