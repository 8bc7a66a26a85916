# language: fr
Fonctionnalité: Description
        Un texte en Markdown :

        - une liste
          - et sa suite

              du code


        | un | tableau |
        > citation  
   Contexte:
  	Tabulée,
  	  puis décalée.
  Soit un pas
   Scénario: Échappée
   \Quand ce n'est pas un pas
     la phrase continue
   Quand c'en est un
   Alors tout va bien
