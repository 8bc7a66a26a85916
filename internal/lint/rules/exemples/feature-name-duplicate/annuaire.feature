# language: fr
@US-111
Fonctionnalité: Annuaire des antennes

  @SC-0111
  Scénario: L'adhérent trouve son antenne
    Quand un adhérent saisit le code postal "35000"
    Alors l'antenne Bretagne lui est proposée
