# language: fr
Fonctionnalité: F
  Scénario: a
    Étant donné que l'adhérent est à jour
    Quand x
    Alors y

  Scénario: b
    Soit que l'adhérent est à jour
    Quand x
    Alors y
