# language: fr
@US-107
Fonctionnalité: Démission

  @SC-0110
  Scénario: Démission en juin
    Quand un adhérent démissionne le 15 juin
    Alors il reste adhérent jusqu'au 31 décembre
