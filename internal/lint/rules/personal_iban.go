package rules

import "slices"

// exampleIBAN is the French example of the SWIFT IBAN registry (ISO 13616).
const exampleIBAN = "FR14 2004 1010 0505 0001 3M02 606"

// exampleIBANs are the examples of the SWIFT IBAN registry for France and its neighbours: nobody's.
var exampleIBANs = []string{
	"FR1420041010050500013M02606", "BE68539007547034", "DE89370400440532013000", "CH9300762011623852957",
	"ES9121000418450200051332", "GB29NWBK60161331926819", "IT60X0542811101000000123456", "LU280019400644750000",
	"MC5811222000010123456789030", "NL91ABNA0417164300", "PT50000201231234567890154", "AT611904300234573201",
	"IE29AIBK93115212345678",
}

// exampleAccount is the account number of the specimens that French banks print, each with its own bank and branch:
// FR76 3000 6000 0112 3456 7890 189.
const exampleAccount = "12345678901"

// ibanLength is the length of the IBANs of a country, for those that a French body meets (SWIFT IBAN registry).
var ibanLength = map[string]int{
	"AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
	"FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20,
	"LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
	"TN": 24, "VA": 22,
}

// longestIBAN bounds what is read, in characters without spaces.
const longestIBAN = 34

// ibanAt reads an IBAN: a country, a key, and as many letters and digits as the country has, in groups or not. Small letters
// are read when nothing parts them: words in small letters are words.
func (a *persons) ibanAt(text string, at int) (somebodys, bool) {
	if len(text) < at+15 || text[at+2]-'0' > 9 || text[at+3]-'0' > 9 {
		return somebodys{}, false
	}
	want := ibanLength[string([]byte{upper(text[at]), upper(text[at+1])})]
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
	if slices.Contains(exampleIBANs, bare) || beginsAny(bare, a.ibans) {
		return true
	}
	return bare[:2] == "FR" && bare[14:25] == exampleAccount
}

// mod97 checks the key of an IBAN: the country and the key moved to the end, letters counted from 10, the rest by 97 is 1
// (ISO/IEC 7064, MOD 97-10).
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
