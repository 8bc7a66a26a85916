// Package signoff goes from a decided campaign to a signed file: it pronounces the decision, renders the procès-verbal,
// records it, checks who may sign it, signs it, and finds again a signature whose file was lost on its way. It also
// makes and lists the keys that sign. It gives values and typed errors; whoever calls it asks for passphrases, words
// what is wrong and puts the file where it belongs. It refuses to know terminals, pages, command lines and SQL.
package signoff
