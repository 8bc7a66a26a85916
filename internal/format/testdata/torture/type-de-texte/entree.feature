# language: fr
Fonctionnalité: Échange
Scénario: Publier une fiche
Quand le CRM envoie
"""json
{"siren": "000000000",
   "antenne": "Demo-Ville"}
"""
Et le portail répond
      ```  markdown
      # Merci

      - un
        - deux
      ```
Alors la fiche est en ligne
