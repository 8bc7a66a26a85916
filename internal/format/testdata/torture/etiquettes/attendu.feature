# language: fr
@US-3 @critique @parcours:adhesion
@EPIC-1
@pret
Fonctionnalité: Étiquettes

  @a#b @c
  @d @e
  Scénario: Garder les lignes de leur auteur
    Soit un pas
    Quand un pas
    Alors un pas
