package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// emailAt reads the address around an @. A name without a dot after it is none, but for localhost; neither is a tag in a
// comment, which has nothing before its @.
func (a *persons) emailAt(text string, at int) (somebodys, bool) {
	from := at
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:from])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._%+-'’", r) {
			break
		}
		from -= size
	}
	for from < at && strings.ContainsRune("._%+-'", rune(text[from])) { // "l'adresse" before it, a list mark
		from++
	}
	to := at + 1
	for to < len(text) {
		r, size := utf8.DecodeRuneInString(text[to:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-' {
			break
		}
		to += size
	}
	domain := strings.TrimRight(text[at+1:to], ".-")
	to = at + 1 + len(domain)
	if from == at || domain == "" || !strings.Contains(domain, ".") {
		return somebodys{}, false
	}
	if reserved(strings.ToLower(domain)) || underAny(strings.ToLower(domain), a.domains) {
		return somebodys{}, false
	}
	return somebodys{from, to, &a.email}, true
}

// reserved tells whether nobody can have an address in a domain: the names kept for documentation and tests (RFC 2606
// sections 2 and 3, RFC 6761 sections 6.2 to 6.5). "exemple.fr" is not one: anybody may hold it.
func reserved(domain string) bool {
	return underAny(domain, []string{"example.com", "example.net", "example.org", "example", "test", "invalid", "localhost"})
}

// underAny tells whether a domain is one of a list, or below it.
func underAny(domain string, list []string) bool {
	for _, d := range list {
		if rest, ok := strings.CutSuffix(domain, d); ok && (rest == "" || strings.HasSuffix(rest, ".")) {
			return true
		}
	}
	return false
}

// domainNames gives the domains that a project admits: "@exemple.fr" and "exemple.fr" are one.
func domainNames(list []string) []string {
	var out []string
	for _, d := range list {
		if d = strings.ToLower(strings.Trim(d, "@. ")); d != "" {
			out = append(out, d)
		}
	}
	return out
}
