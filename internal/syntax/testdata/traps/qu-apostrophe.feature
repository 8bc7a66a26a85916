# language: fr
Fonctionnalité: F
  Scénario: a
    Étant donné qu’un adhérent existe
    Et qu’il est à jour
    Alors y
