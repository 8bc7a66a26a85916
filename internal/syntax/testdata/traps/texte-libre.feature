Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
Bonjour,
ceci n'est pas du Gherkin.
