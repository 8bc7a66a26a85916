# language: fr
# La règle RG-12 est écrite, et aucun scénario ne la montre.
# attendu-fichier: rule-unused
@US-101
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Scénario: Une entreprise déjà adhérente est refusée
    Quand une demande est transmise avec un SIRET déjà adhérent
    Alors la demande est refusée
