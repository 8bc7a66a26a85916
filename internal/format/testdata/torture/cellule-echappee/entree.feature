# language: fr
Fonctionnalité: Import
Scénario: Importer des chemins
Soit les lignes :
| chemin | note | barre |
| C:\\nouveau | a\nb | x\|y |
| D:\\| fin\\n | \\\| |
| un \ seul | \d+ | |
Quand j'importe
Alors tout est lu
