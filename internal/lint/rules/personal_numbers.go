package rules

import (
	"slices"
	"strings"
)

// nirAt reads a French social security number (NIR) with its key: sex, year, month, department, town, order, key. One
// with a wrong key, or with a part that no registry writes, is nobody's.
func (a *persons) nirAt(text string, at int) (somebodys, bool) {
	if c := text[at]; c < '1' || c > '8' || c == '5' || c == '6' {
		return somebodys{}, false
	}
	t, ok := readToken(text, at, 15, 6)
	if !ok || !t.plausibleNIR() || beginsAny(t.bare(), a.nirs) {
		return somebodys{}, false
	}
	return somebodys{at, t.to, &a.nir}, true
}

// plausibleNIR checks the parts and the key of a NIR (Insee, répertoire national d'identification des personnes
// physiques): month 1 to 12, or 20 to 42 and 50 to 99 when the birth certificate has none; department 01 to 99, 2A and
// 2B for Corsica; the order in the register of births starts at 001. The key is 97 less the rest of the number by 97,
// in which 2A counts as 19 and 2B as 18.
func (t *token) plausibleNIR() bool {
	var n int64
	for i := range 13 {
		c := t.chars[i]
		switch c {
		case 'A': // after the 2: 2A counts as 19
			n = n - 2 + 1
			c = '9'
		case 'B':
			n = n - 2 + 1
			c = '8'
		}
		n = n*10 + int64(c-'0')
	}
	if letter := t.chars[6]; (letter == 'A' || letter == 'B') && t.chars[5] != '2' {
		return false
	}
	two := func(i int) int { return int(t.chars[i]-'0')*10 + int(t.chars[i+1]-'0') }
	month, key := two(3), two(13)
	known := month >= 1 && month <= 12 || month >= 20 && month <= 42 || month >= 50
	department := t.chars[5] != '0' || t.chars[6] != '0'
	order := t.chars[10] != '0' || t.chars[11] != '0' || t.chars[12] != '0'
	return known && department && order && key == int(97-n%97)
}

// firmAt reads the number of an establishment (SIRET, fourteen digits), or of a company (SIREN, nine) where the text,
// or the heading of its column, says that it is one: nine digits alone may be anything.
func (a *persons) firmAt(text, heading string, at int) (somebodys, bool) {
	if t, ok := readToken(text, at, 14, -1); ok {
		written := t.shape(14) || t.shape(9, 5) || t.shape(3, 3, 3, 5) || t.shape(3, 3, 8) || t.shape(3, 3, 3, 2, 3)
		if written && a.realFirm(t.bare(), text) {
			return somebodys{at, t.to, &a.siret}, true
		}
	}
	if t, ok := readToken(text, at, 9, -1); ok && (t.shape(9) || t.shape(3, 3, 3)) && luhn(t.bare()) &&
		a.someFirm(t.bare()) {
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

// laPoste is the SIREN of La Poste. Its establishments are too many for the usual key: the sum of their digits is a
// multiple of five instead (Insee). It is a company with counters everywhere, and nobody's data: tests of the exception
// need it.
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
	return within(0, 19, 21) && within(4, 1, 12) && within(6, 1, 31) && within(8, 0, 24) && within(10, 0, 59) &&
		within(12, 0, 60)
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

// exampleIBAN is the French example of the SWIFT IBAN registry (ISO 13616).
const exampleIBAN = "FR14 2004 1010 0505 0001 3M02 606"

// exampleIBANs are the examples of the SWIFT IBAN registry for France and its neighbours: nobody's.
func exampleIBANs() []string {
	return []string{
		"FR1420041010050500013M02606", "BE68539007547034", "DE89370400440532013000", "CH9300762011623852957",
		"ES9121000418450200051332", "GB29NWBK60161331926819", "IT60X0542811101000000123456", "LU280019400644750000",
		"MC5811222000010123456789030", "NL91ABNA0417164300", "PT50000201231234567890154", "AT611904300234573201",
		"IE29AIBK93115212345678",
	}
}

// exampleAccount is the account number of the specimens that French banks print, each with its own bank and branch:
// FR76 3000 6000 0112 3456 7890 189.
const exampleAccount = "12345678901"

// ibanLength is the length of the IBANs of a country, for those that a French body meets (SWIFT IBAN registry); 0 for
// another.
func ibanLength(country string) int {
	switch country {
	case "NO":
		return 15
	case "BE":
		return 16
	case "DK", "FI", "NL":
		return 18
	case "SI":
		return 19
	case "AT", "EE", "LT", "LU":
		return 20
	case "CH", "HR", "LI", "LV":
		return 21
	case "BG", "DE", "GB", "IE", "VA":
		return 22
	case "GI":
		return 23
	case "AD", "CZ", "ES", "RO", "SE", "SK", "TN":
		return 24
	case "PT":
		return 25
	case "IS":
		return 26
	case "FR", "GR", "IT", "MC", "SM":
		return 27
	case "CY", "HU", "PL":
		return 28
	case "MT":
		return 31
	}
	return 0
}

// longestIBAN bounds what is read, in characters without spaces.
const longestIBAN = 34

// ibanAt reads an IBAN: a country, a key, and as many letters and digits as the country has, in groups or not. Small
// letters are read when nothing parts them: words in small letters are words.
func (a *persons) ibanAt(text string, at int) (somebodys, bool) {
	if len(text) < at+15 || text[at+2]-'0' > 9 || text[at+3]-'0' > 9 {
		return somebodys{}, false
	}
	want := ibanLength(string([]byte{upper(text[at]), upper(text[at+1])}))
	if want == 0 {
		return somebodys{}, false
	}
	var bare [longestIBAN]byte
	n, to, small := 0, at, false
	for n < want && to < len(text) {
		c := text[to]
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z':
		case c >= 'a' && c <= 'z':
			small = true
		default:
			size := separator(text, to)
			if size == 0 || small {
				return somebodys{}, false
			}
			to += size
			continue
		}
		bare[n] = upper(c)
		n++
		to++
	}
	if n < want || to < len(text) && wordAt(text, to) || !mod97(bare[:n]) {
		return somebodys{}, false
	}
	if a.fictiveIBAN(string(bare[:n])) {
		return somebodys{}, false
	}
	return somebodys{at, to, &a.iban}, true
}

func (a *persons) fictiveIBAN(bare string) bool {
	if slices.Contains(exampleIBANs(), bare) || beginsAny(bare, a.ibans) {
		return true
	}
	return bare[:2] == "FR" && bare[14:25] == exampleAccount
}

// mod97 checks the key of an IBAN: the country and the key moved to the end, letters counted from 10, the rest by 97 is
// 1 (ISO/IEC 7064, MOD 97-10).
func mod97(bare []byte) bool {
	rest := 0
	for i := range bare {
		c := bare[(i+4)%len(bare)]
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest == 1
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}
