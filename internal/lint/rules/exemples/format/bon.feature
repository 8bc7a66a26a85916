# language: fr
@US-160
Fonctionnalité: Relance des échéances

  @SC-0160 @manuel
  Scénario: La trésorière relance
    Soit les échéances passées :
      | nom             | dû  |
      | Menuiserie Alix | 150 |
    Quand la trésorière relance
    Alors une lettre part à "Menuiserie Alix"
