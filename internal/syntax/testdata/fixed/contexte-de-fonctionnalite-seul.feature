# language: fr
Fonctionnalité: F
  Contexte:
    Soit un compte
  Scénario: a
    Alors y
