# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
  Règle: Une
    Contexte:
      Soit un compte
      Et une session
  Règle: Deux
    Scénario: b
      Alors y
