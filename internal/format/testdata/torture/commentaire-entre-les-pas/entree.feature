# language: fr
Fonctionnalité: Encaissement
Scénario: Encaisser un chèque
Soit une échéance de 150 euros
# le chèque est toujours en euros
	# et signé
Quand le trésorier encaisse un chèque
# attendu comptable

Alors l'échéance est soldée
# fin du scénario
