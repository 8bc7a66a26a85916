# language: fr
Fonctionnalité: F
  Scénario: a
    Soit x
  Règle: Une
    Contexte:
      Soit un compte
      Et une session
    Scénario: c
      Alors z
  Règle: Deux
    Scénario: b
      Alors y
