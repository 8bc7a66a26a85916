# language: fr
@US-101 @pret
Fonctionnalité: Enregistrer une adhésion

  # attendu: rule-unknown
  @RG-21 @SC-0001
  Scénario: Une entreprise déjà adhérente est refusée
    Quand une demande est transmise avec un SIRET déjà adhérent
    Alors la demande est refusée

  # attendu: rule-unknown
  Règle: RG-13 – Le code postal décide de l'antenne

    @SC-0002
    Scénario: Une entreprise de Brest relève de la Bretagne
      Quand une demande est transmise avec le code postal de Brest
      Alors l'entreprise est rattachée à l'antenne de Bretagne
