# language: fr
Fonctionnalité: F
  Scénario: a
    Lorsquil vient
    Alors y
