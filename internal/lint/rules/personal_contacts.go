package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The six blocks of ten thousand numbers that nobody is ever given, for works of fiction: Arcep, decision 2018-0881 of
// 24 July 2018 (plan national de numérotation), article 2.5.12. There is none overseas.
func fictivePhones() []string {
	return []string{"019900", "026191", "035301", "046571", "053649", "063998"}
}

// countryCode is a country code of the French plan, and how many digits follow.
type countryCode struct {
	code string
	size int
}

// abroad are the country codes of the French plan, and how many digits follow: France, Réunion and Mayotte, Guadeloupe
// with Saint-Martin and Saint-Barthélemy, Guyane, Martinique (nine, as in France), Saint-Pierre-et-Miquelon, and the
// plans of their own of Wallis-et-Futuna, Nouvelle-Calédonie and Polynésie française.
func abroad() []countryCode {
	return []countryCode{
		{"33", 9},
		{"262", 9},
		{"590", 9},
		{"594", 9},
		{"596", 9},
		{"508", 6},
		{"681", 6},
		{"687", 6},
		{"689", 8},
	}
}

// phoneAt reads a telephone number, national or international: "06 12 34 56 78", "+33 (0)6…", "00262 692 …".
func (a *persons) phoneAt(text string, at int) (somebodys, bool) {
	rest, plus := strings.CutPrefix(text[at:], "+")
	if !plus {
		rest, plus = strings.CutPrefix(rest, "00")
	}
	if plus {
		return a.phoneAbroad(text, at, len(text)-len(rest))
	}
	if text[at] != '0' {
		return somebodys{}, false
	}
	t, ok := readToken(text, at, 10, -1)
	if !ok || !a.somebody(t.bare()) {
		return somebodys{}, false
	}
	switch {
	case t.shape(2, 2, 2, 2, 2): // a longer list of pairs is none
		if pairBefore(text, at) || pairAfter(text, t.to) {
			return somebodys{}, false
		}
	case t.shape(10), t.shape(4, 2, 2, 2), t.shape(4, 3, 3), t.shape(4, 6), t.shape(3, 3, 4):
	default:
		return somebodys{}, false
	}
	return somebodys{at, t.to, &a.phone}, true
}

// phoneAbroad reads an international number; from is the place of its country code.
func (a *persons) phoneAbroad(text string, at, from int) (somebodys, bool) {
	for _, c := range abroad() {
		if !strings.HasPrefix(text[from:], c.code) {
			continue
		}
		i := skipSeparator(text, from+len(c.code))
		if strings.HasPrefix(text[i:], "(0)") {
			i = skipSeparator(text, i+len("(0)"))
		}
		t, ok := readToken(text, i, c.size, -1)
		if !ok {
			continue
		}
		national := "0" + t.bare()
		if c.code != "33" && c.size < 9 {
			national = "+" + c.code + t.bare()
		}
		if !a.somebody(national) || beginsAny("+"+c.code+t.bare(), a.phones) {
			return somebodys{}, false
		}
		return somebodys{at, t.to, &a.phone}, true
	}
	return somebodys{}, false
}

func skipSeparator(text string, at int) int {
	if at < len(text) {
		at += separator(text, at)
	}
	return at
}

// somebody tells whether a number may ring at somebody's: neither kept for fiction, nor that of a service (08, short
// numbers), nor admitted by the project.
func (a *persons) somebody(national string) bool {
	if national[0] == '0' && (national[1] == '0' || national[1] == '8') {
		return false
	}
	return !beginsAny(national, fictivePhones()) && !beginsAny(national, a.phones)
}

// emailAt reads the address around an @. A name without a dot after it is none, but for localhost; neither is a tag in
// a comment, which has nothing before its @.
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
	return underAny(
		domain, []string{"example.com", "example.net", "example.org", "example", "test", "invalid", "localhost"},
	)
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
