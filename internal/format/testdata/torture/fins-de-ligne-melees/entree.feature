# language: fr
Fonctionnalité: Fins
  Scénario: Un
    Soit la page
      """
      un

      deux
      """
    Quand un
    Alors un