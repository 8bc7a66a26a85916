# language: fr
@US-107
Fonctionnalité: Démission

  # attendu: rule-empty
  Règle: La démission prend effet à la fin de l'année

  Règle: La démission est confirmée par courriel
    @SC-0111
    Scénario: Courriel de confirmation
      Quand un adhérent démissionne
      Alors il reçoit un courriel de confirmation
