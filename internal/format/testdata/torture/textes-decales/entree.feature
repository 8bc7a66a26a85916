# language: fr
Fonctionnalité: Textes
Scénario: Garder le contenu à l'octet
Soit à gauche
        """
  moins que le délimiteur
          plus que le délimiteur
    	une tabulation
            
        espaces en fin  
        """
Et par tabulations
		"""
		deux tabulations
  deux espaces
     cinq espaces
		"""
Et vide
"""
"""
Et trois lignes vides
"""



"""
Alors rien ne change
