# language: fr
Fonctionnalité: F
  Scénario: a
    \Et ceux de l'antenne
    \sont exclus.

    Soit x
