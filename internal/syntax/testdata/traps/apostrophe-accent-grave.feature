# language: fr
Fonctionnalité: F
  Scénario: a
    Lorsqu`il vient
    Alors y
