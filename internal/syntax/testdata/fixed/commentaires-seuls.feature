# rien

# du tout
Fonctionnalité: F
  Scénario: a
    Soit x
