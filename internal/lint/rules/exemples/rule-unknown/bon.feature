# language: fr
@US-101 @pret
Fonctionnalité: Enregistrer une adhésion

  @RG-12 @SC-0001
  Scénario: Une entreprise déjà adhérente est refusée
    Quand une demande est transmise avec un SIRET déjà adhérent
    Alors la demande est refusée

  Règle: RG-12 – Une entreprise n'adhère qu'une fois

    @SC-0002
    Scénario: Une entreprise d'une autre antenne est refusée
      Quand une demande est transmise avec un SIRET adhérent ailleurs
      Alors la demande est refusée
