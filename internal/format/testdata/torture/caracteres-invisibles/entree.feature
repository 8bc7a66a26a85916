# language: fr
Fonctionnalité: Invisibles
​
  Scénario: Une ligne qui ne montre rien
  
    Soit un pas
      ​
    Quand un​ pas
　
    Alors un pas
