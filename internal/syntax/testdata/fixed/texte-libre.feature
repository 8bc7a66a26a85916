# Bonjour,
# ceci n'est pas du Gherkin.
Fonctionnalité: F
  Scénario: a
    Soit x
