# language: fr
Fonctionnalité: Relances
Scénario: Relancer selon le retard
Soit les adhérents :
| nom | retard |
# en dessous du seuil
|Bricolage du Midi|12|
      # au-dessus, une relance par semaine

| Menuiserie Alix | 45 |
# fin du jeu de données
Quand la relance du lundi passe
Alors "Menuiserie Alix" reçoit une lettre
