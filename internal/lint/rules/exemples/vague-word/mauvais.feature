# language: fr
@US-123
Fonctionnalité: Importer les adhérents d'une antenne

  @CA-123.1 @SC-0130
  Scénario: Les lignes fautives sont rendues avec leur motif
    Soit un fichier de 40 lignes dont 3 sans SIRET
    Quand le fichier est importé
    # attendu: vague-word
    Alors les entreprises sont créées correctement
    # attendu: vague-word
    Et un message approprié est affiché
