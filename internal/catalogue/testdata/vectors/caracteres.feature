# language: fr
@US-7
Fonctionnalité: Caractères

  @SC-0007
  Scénario: Ponctuation, espaces et échappements
    Soit un montant de 1 000 € et l’antenne « Nord »
    * un texte "entre guillemets" avec une \barre et un 😀
    Alors le tableau est
      | a \| b | c \\ d | e\nf |
    Et le document est
      ```
      ligne 1

        ligne « 3 »	tabulée
      ```
