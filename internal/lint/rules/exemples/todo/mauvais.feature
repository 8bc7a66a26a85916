# language: fr
@US-125 @brouillon
Fonctionnalité: Archiver les adhésions closes
  En tant que gestionnaire national
  Je veux archiver les adhésions closes
  Afin de ne garder que les données utiles

  @CA-125.1 @SC-0133
  # attendu: todo
  Scénario: Durée de conservation : À DÉFINIR
    # attendu: todo
    Soit une adhésion close depuis ??? ans
    Quand l'archivage du 01/01/2027 est lancé
    # attendu: todo
    Alors la fiche est archivée, sort des pièces jointes à préciser
      | champ | valeur |
      # attendu: todo
      | motif | TBD    |
