# language: fr
Fonctionnalité: Noms du monde

  Scénario: Aligner ce que l'écran montre
    Soit les adhérents :
      | nom       | ville | humeur |
      | 株式会社  | 東京  | 👍     |
      | Noël Café | Évry  | 👩‍👩‍👧     |
      | Noël Café | Évry  | 🇫🇷     |
      | ｱｲｳ       | ﬁn    | ±§     |
    Quand je trie
    Alors l'ordre est stable
