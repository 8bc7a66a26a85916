# language: fr
@US-109
Fonctionnalité: Accueil en antenne

  # attendu: tag-near
  @SC-0114 @Manuel
  Scénario: Remise du livret
    Quand un nouvel adhérent se présente
    Alors l'antenne lui remet le livret
