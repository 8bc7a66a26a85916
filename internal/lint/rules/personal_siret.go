package rules

import "strings"

// firmAt reads the number of an establishment (SIRET, fourteen digits), or of a company (SIREN, nine) where the text, or the
// heading of its column, says that it is one: nine digits alone may be anything.
func (a *persons) firmAt(text, heading string, at int) (somebodys, bool) {
	if t, ok := readToken(text, at, 14, -1); ok {
		written := t.shape(14) || t.shape(9, 5) || t.shape(3, 3, 3, 5) || t.shape(3, 3, 8) || t.shape(3, 3, 3, 2, 3)
		if written && a.realFirm(t.bare(), text) {
			return somebodys{at, t.to, &a.siret}, true
		}
	}
	if t, ok := readToken(text, at, 9, -1); ok && (t.shape(9) || t.shape(3, 3, 3)) && luhn(t.bare()) && a.someFirm(t.bare()) {
		if saysSIREN(text) || saysSIREN(headingOf(text, heading, at)) {
			return somebodys{at, t.to, &a.siret}, true
		}
	}
	return somebodys{}, false
}

// realFirm tells whether a SIRET may be that of an establishment. A date and an hour have fourteen digits too.
func (a *persons) realFirm(bare, text string) bool {
	return luhn(bare) && a.someFirm(bare) && (!looksLikeTime(bare) || strings.Contains(foldText(text), "siret"))
}

// laPoste is the SIREN of La Poste. Its establishments are too many for the usual key: the sum of their digits is a multiple
// of five instead (Insee). It is a company with counters everywhere, and nobody's data: tests of the exception need it.
const laPoste = "356000000"

// invented is how numbers start that are plainly made up, such as those of the example project.
const invented = "000"

// someFirm tells whether a number may be that of a company, or of a person who works alone, that nobody agreed to name.
func (a *persons) someFirm(bare string) bool {
	return !strings.HasPrefix(bare, invented) && !strings.HasPrefix(bare, laPoste) && !beginsAny(bare, a.firms)
}

// luhn tells whether a number has the right key (ISO/IEC 7812-1, annex B), which Insee uses for SIREN and SIRET.
func luhn(bare string) bool {
	sum := 0
	for i := range len(bare) {
		d := int(bare[len(bare)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// looksLikeTime tells a date and an hour written together: 20270315103000.
func looksLikeTime(bare string) bool {
	within := func(i, low, high int) bool {
		n := int(bare[i]-'0')*10 + int(bare[i+1]-'0')
		return n >= low && n <= high
	}
	return within(0, 19, 21) && within(4, 1, 12) && within(6, 1, 31) && within(8, 0, 24) && within(10, 0, 59) && within(12, 0, 60)
}

func saysSIREN(text string) bool {
	folded := foldText(text)
	return strings.Contains(folded, "siren") || strings.Contains(folded, "rcs ")
}

// headingOf gives the cell of the first row of a table that stands above a place.
func headingOf(text, heading string, at int) string {
	column := strings.Count(text[:at], "|")
	for range column {
		_, rest, ok := strings.Cut(heading, "|")
		if !ok {
			return ""
		}
		heading = rest
	}
	cell, _, _ := strings.Cut(heading, "|")
	return cell
}
