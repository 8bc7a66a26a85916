# language: fr
@US-125 @brouillon
Fonctionnalité: Archiver les adhésions closes
  En tant que gestionnaire national
  Je veux archiver les adhésions closes
  Afin de ne garder que les données utiles

  @CA-125.1 @SC-0133
  Scénario: Une adhésion close depuis cinq ans est archivée
    Soit une adhésion close le 31/12/2021
    Quand l'archivage du 01/01/2027 est lancé
    Alors la fiche porte l'état "à définir par le siège"
    Et ses coordonnées ne sont plus visibles
