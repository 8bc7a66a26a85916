# language: fr
Fonctionnalité: Sans espace

  Contexte:
    Soit trois espaces

  Scénario:
    Sachant qu'il est tard
    Et qu'elle part
    Et  que ce n'est pas le mot-clé « Et que »
    Mais  qu'importe
    Lorsqu'il pleut
    Quand il vente
    * une puce
    Alors "deux  espaces  au  milieu"  restent
