# language: fr
Fonctionnalité: F
  Contexte:
    Soit un compte
