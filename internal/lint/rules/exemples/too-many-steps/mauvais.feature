# language: fr
@US-136
Fonctionnalité: Saisie d'une adhésion

  @SC-0136
  # attendu: too-many-steps
  Scénario: Une demande complète est enregistrée
    Soit une gestionnaire d'antenne connectée
    Quand la raison sociale est saisie
    Et l'adresse est saisie
    Et le code postal est saisi
    Et la ville est choisie
    Et le téléphone est saisi
    Et le courriel est saisi
    Et l'effectif est saisi
    Et le code NAF est choisi
    Et la date de création est saisie
    Et le nom du dirigeant est saisi
    Et son prénom est saisi
    Et sa fonction est choisie
    Et l'antenne est choisie
    Et le bouton d'enregistrement est pressé
    Alors l'adhésion est enregistrée
