# language: fr
Fonctionnalité: F
  Scénario: a
    Sachant qu'il est adhérent
    Alors y
