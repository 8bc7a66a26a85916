# language: fr
@US-134
Fonctionnalité: Partage d'un document

  @SC-0134
  Scénario: Un document partagé se lit sans se modifier
    Soit un document publié par le siège
    Et une adhérente de l'antenne Occitanie
    Quand elle l'ouvre
    Alors elle en lit le contenu
    Et elle ne peut pas le modifier
