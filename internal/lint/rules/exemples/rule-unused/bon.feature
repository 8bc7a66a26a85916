# language: fr
@US-101
Fonctionnalité: Enregistrer une adhésion

  @RG-12 @SC-0001
  Scénario: Une entreprise déjà adhérente est refusée
    Quand une demande est transmise avec un SIRET déjà adhérent
    Alors la demande est refusée
