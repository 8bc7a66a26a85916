# language: fr
@US-301
Fonctionnalité: Cloisonner les adhérents

  @SC-0001
  Scénario: Un adhérent d'un autre État membre est refusé
    Quand un adhérent d'un autre État membre est recherché
    Alors l'écran affiche "Aucun membre de ce nom."
