# language: fr
@US-121
Fonctionnalité: Consulter sa fiche d'adhérent

  @CA-121.1 @auto @SC-0127
  Scénario: L'adhérent lit le montant qui lui reste dû
    # attendu: no-scripting
    Soit la réponse de GET /api/adherents/12
    # attendu: no-scripting
    Quand l'adhérent ouvre "https://portail.example/fiche"
    # attendu: no-scripting
    Et il choisit "#menu-cotisations"
    # attendu: no-scripting
    Alors l'élément //div[@class='solde'] contient "225,00 €"
    # attendu: no-scripting
    Et le statut HTTP 200 est reçu
