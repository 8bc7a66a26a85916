# language: fr
Fonctionnalité: F
  Scénario: a
    Soit le dossier de l'antenne,
    toujours complet.
    Quand x
