# language: fr
@US-129
Fonctionnalité: Enregistrer les coordonnées d'une entreprise

  @CA-129.1 @SC-0138
  Scénario: Les coordonnées sont enregistrées
    Quand la fiche est complétée avec les coordonnées suivantes
      | champ     | valeur                            |
      # attendu: personal-data
      | courriel  | jean.dupont@exemple.fr            |
      # attendu: personal-data
      | téléphone | 06 12 34 56 78                    |
      # attendu: personal-data
      | standard  | +262 262 00 00 00                 |
      # attendu: personal-data
      | SIRET     | 123 456 782 00028                 |
      # attendu: personal-data
      | IBAN      | FR79 0000 0000 0000 0009 8765 443 |
      # attendu: personal-data
      | NIR       | 2 85 05 99 999 999 03             |
    Alors la fiche est complète
