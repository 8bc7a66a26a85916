Feature: F
  Scénario: a
    Soit x
    Alors y
