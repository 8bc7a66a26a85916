# language: fr
@US-129
Fonctionnalité: Enregistrer les coordonnées d'une entreprise

  @CA-129.1 @SC-0138
  Scénario: Les coordonnées sont enregistrées
    Quand la fiche est complétée avec les coordonnées suivantes
      | champ     | valeur                            |
      | courriel  | accueil@verrerie.example          |
      | téléphone | 06 39 98 01 42                    |
      | standard  | +33 (0)2 61 91 00 10              |
      | SIRET     | 000 040 337 00016                 |
      | IBAN      | FR76 3000 6000 0112 3456 7890 189 |
      | NIR       | 1 85 05 78 006 084 99             |
    Alors la fiche est complète
