package reports

import "strings"

// keyword writes a Gherkin keyword ready to be followed by its text: « qu'une entreprise » has no space, « Soit une »
// has one. The keyword is a tested text: it stays as written.
func keyword(k string) string {
	k = strings.TrimSpace(k)
	if k == "" || strings.HasSuffix(k, "'") || strings.HasSuffix(k, "’") {
		return k
	}
	return k + " "
}
