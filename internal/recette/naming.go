package recette

import "strings"

// Article tells whether a word, in lower case, is an article or a preposition that leads to another word, in French and
// in English. It stands within names and functions (“Jean de la Tour”, “chef de projet”), and is a name (“Minh Le”).
func Article(word string) bool {
	switch word {
	case "d'", "de", "des", "du", "l'", "la", "le", "les", "of", "the", "un", "une":
		return true
	}
	return false
}

// Link tells whether a word, in lower case, joins or places others, in French and in English: “et”, “chez”.
func Link(word string) bool {
	switch word {
	case "and", "at", "au", "aux", "avec", "by", "chez", "en", "et", "for", "in", "ou", "par", "pour", "sur", "à":
		return true
	}
	return false
}

// Courtesy tells whether a word, in lower case and without its dot, is a title that stands before a name.
func Courtesy(word string) bool {
	switch word {
	case "dr", "m", "madame", "mademoiselle", "maître", "me", "mlle", "mme", "monsieur", "mr", "mrs", "ms", "pr":
		return true
	}
	return false
}

// FunctionWord tells whether a word, in lower case, is of what somebody does or of where they do it, in French and in
// English: “responsable”, “DSI”. It begins a function, or all the words of one are such words.
func FunctionWord(word string) bool {
	return strings.Contains(functionWords, " "+word+" ") && !strings.Contains(word, " ")
}

const functionWords = "" +
	" adjoint adjointe administrateur administratrice agent agente amoa analyst analyste animateur" +
	" animatrice architect architecte assistant assistante auditeur auditrice bureau cabinet cellule" +
	" chargé chargée chef cheffe chief comité commission communication conduite conseil conseiller" +
	" conseillère consultant consultante coordinateur coordinatrice coordonnateur coordonnatrice daf dba" +
	" delivery deputy direction directeur director directrice dg dga dpo drh dsi délégué déléguée" +
	" département développement développeur développeuse equipe expert experte exploitation finances" +
	" fonctionnel fonctionnelle formation gestionnaire groupe général générale head informatique" +
	" ingénieur ingénieure intérim juridique juriste lead leader maire maîtrise manager membre métier moa" +
	" moe officer owner pilote po ppo product production produit projet projets président présidente pôle" +
	" qa qualité recette responsable rh rssi représentant représentante référent référente scrum" +
	" secrétaire secrétariat service services si siège society société sous-directeur sous-directrice" +
	" sponsor superviseur support sécurité team technicien technicienne technique tech test tester" +
	" testeur testeuse tests trésorier trésorière vice-président vice-présidente équipe "
