# language: fr
@US-123
Fonctionnalité: Importer les adhérents d'une antenne

  @CA-123.1 @SC-0130
  Scénario: Les lignes fautives sont rendues avec leur motif
    Soit un fichier de 40 lignes dont 3 sans SIRET
    Quand le fichier est importé
    Alors 37 entreprises sont créées
    Et les 3 lignes sont rendues avec le motif "Le SIRET est obligatoire."
    Et le bilan annonce "Import terminé correctement"
