# language: fr
# Rien ne montre le message MSG-201 : un état de départ ne vérifie rien.
# attendu-fichier: message-unexercised
@US-101
Fonctionnalité: Enregistrer une adhésion

  @SC-0001
  Scénario: Une demande sans SIRET est refusée
    Soit le message "Il reste 425 € à payer." déjà affiché
    Quand une demande est transmise sans SIRET
    Alors la demande est refusée avec le message "Le SIRET est obligatoire."
