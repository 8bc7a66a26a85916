# language: fr
@US-144
Fonctionnalité: Restitution d'un dossier

  @SC-0144
  Scénario: Un dossier archivé est restitué
    Étant donné un dossier archivé
    Quand l'antenne le demande
    Alors il lui est restitué

  @SC-0145
  Scénario: Un dossier détruit n'est pas restitué
    # attendu: keyword-consistency
    Etant donné un dossier détruit
    Quand l'antenne le demande
    Alors la destruction lui est signalée
