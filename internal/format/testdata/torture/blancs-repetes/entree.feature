# language: fr
Fonctionnalité: Agenda
# au-dessus du contexte

Contexte:
Soit un agenda
| date |


# la rentrée
| 01/09/2031 |

# la fête

| 14/07/2031 |
Scénario: Lire
Quand je lis
Alors je vois deux dates
