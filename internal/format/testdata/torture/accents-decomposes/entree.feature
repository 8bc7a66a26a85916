# language: fr
Fonctionnalité: Décomposé
Scénario:   Écrit sur un Mac
Étant donné   un adhérent
Quand il paie
Alors c'est réglé
