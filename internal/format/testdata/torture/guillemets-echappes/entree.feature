# language: fr
Fonctionnalité: Documentation
Scénario: Citer un texte
Soit la page
  """
  Écrire \"\"\" pour citer.
  ```
  du code
  ```
  """
Et la note
    ```
    Écrire \`\`\` pour du code, """ sans façon.
    ```
Quand je publie
Alors la page est lisible
