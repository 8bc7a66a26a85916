# language: fr
@US-1 @EPIC-honnetete @must @pret
Fonctionnalité: Aucun faux vert
  En tant que PO
  Je veux qu'aucune ligne de Gherkin ne se perde en silence
  Afin de ne jamais signer ce qui n'a pas été testé

  Contexte:
    Soit un projet vide

  @CA-1.1 @exception @auto @SC-0001
  Plan du scénario: Une faute de frappe qui ferait disparaître une ligne est une erreur
    Soit le fichier "features/adhesion.feature" :
      """
      # language: fr
      @US-1
      Fonctionnalité: Adhésion

        @SC-0001
        <titre>
          <pas> une entreprise sans antenne
          Quand elle adhère
          Alors une antenne lui est proposée
      """
    Quand je lance "recette lint"
    Alors la commande sort avec le code 1
    Et la sortie désigne la ligne <ligne> de "features/adhesion.feature"
    Et la sortie propose un remède

    Exemples:
      | id         | titre                | pas   | ligne |
      | espace     | Scénario : Rattacher | Soit  | 6     |
      | faute      | Scénario: Rattacher  | Sot   | 7     |
      | majuscules | Scénario: Rattacher  | SOIT  | 7     |
      | anglais    | Scénario: Rattacher  | Given | 7     |

  @CA-1.2 @exception @auto @SC-0002
  Scénario: Un projet sans aucun scénario n'est pas un succès
    Quand je lance "recette run"
    Alors la commande sort avec le code 7
    Et la sortie contient "rien n’a été sélectionné"

  @CA-1.2 @exception @auto @SC-0003
  Scénario: Une sélection vide n'est pas un succès
    Soit un projet dont les pas automatisés passent
    Quand je lance "recette run --tags @absent"
    Alors la commande sort avec le code 7

  @CA-1.3 @exception @auto @SC-0004
  Scénario: Un pas sans définition n'est pas un succès
    Soit un projet dont un pas n'a pas de définition
    Quand je lance "recette run"
    Alors la commande sort avec le code 1
    Et la sortie contient "indéfini"

  @CA-1.3 @exception @auto @SC-0005
  Scénario: Deux définitions pour un même pas ne sont pas un succès
    Soit un projet dont un pas a deux définitions
    Quand je lance "recette run"
    Alors la commande sort avec le code 1
    Et la sortie contient "ambigu"

  @CA-1.3 @exception @auto @SC-0008
  Scénario: Un pas qui abandonne en route n'est pas un succès
    Soit un projet dont les pas automatisés passent
    Et "import (" remplacé par "import (`testing`;" dans "steps/steps.go"
    Et "*ctx.Value(key{}).(*int) += n" remplacé par "new(testing.T).FailNow()" dans "steps/steps.go"
    Quand je lance "recette run"
    Alors la commande sort avec le code 1
    Et la sortie contient "Goexit"
    Et la sortie ne contient pas "✔"

  @CA-1.4 @exception @auto @SC-0006
  Scénario: Un pas qui ne finit pas est arrêté à son délai
    Soit un projet dont un pas ne finit jamais et dont le délai est d'une seconde
    Quand je lance "recette run"
    Alors la commande sort avec le code 1
    Et la sortie contient "délai dépassé"
    Et la sortie contient "1 conforme"

  @CA-1.5 @nominal @auto @SC-0007
  Scénario: Des pas automatisés qui passent sont un succès
    Soit un projet dont les pas automatisés passent
    Quand je lance "recette run"
    Alors la commande sort avec le code 0
    Et la sortie contient "1 conforme"

  @CA-1.1 @exception @auto @SC-0130
  Plan du scénario: Un pas qui ne dit rien n'est ni lu, ni joué
    Soit le fichier "features/adhesion.feature" :
      """
      # language: fr
      @US-1
      Fonctionnalité: Adhésion

        @SC-0001
        Scénario: Rattacher une entreprise
          Quand elle adhère
          Alors <attendu>
      """
    Quand je lance "recette run"
    Alors la commande sort avec le code 3
    Et la sortie désigne la ligne 8 de "features/adhesion.feature"
    Et la sortie contient "aucune lettre ni aucun chiffre"

    Exemples:
      | id          | attendu |
      | ponctuation | …       |
      | tiret       | -       |
