# language: fr
@US-125
Fonctionnalité: Délai de réponse

  @SC-0125
  Plan du scénario: Une demande <nature> attend <délai> jours au plus
    Quand une demande <nature> est déposée
    Alors la réponse est due sous <délai> jours

    Exemples:
      | nature    | délai |
      | ordinaire | 15    |
      | urgente   | 2     |
