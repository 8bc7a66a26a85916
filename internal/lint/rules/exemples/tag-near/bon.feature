# language: fr
@US-109
Fonctionnalité: Accueil en antenne

  @SC-0114 @manuel
  Scénario: Remise du livret
    Quand un nouvel adhérent se présente
    Alors l'antenne lui remet le livret
