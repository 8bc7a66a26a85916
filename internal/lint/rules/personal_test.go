package rules

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// scanned gives what is found in a line, below a heading.
func scanned(a *persons, text, heading string) []string {
	var out []string
	a.scan(text, heading, func(v somebodys) { out = append(out, text[v.from:v.to]) })
	return out
}

func noOption(string) []string { return nil }

func TestPersonalData(t *testing.T) {
	all := newPersons(noOption)
	tests := map[string]struct {
		text, heading string
		want          []string
	}{
		"mobile":           {text: `le téléphone "06 12 34 56 78"`, want: []string{"06 12 34 56 78"}},
		"mobile, together": {text: "0612345678", want: []string{"0612345678"}},
		"mobile, no-break spaces": {
			text: "tél.\u00a0: 06\u00a012\u202f34\u00a056\u00a078",
			want: []string{"06\u00a012\u202f34\u00a056\u00a078"},
		},
		"mobile after a no-break space": {text: "tél\u00a006.12.34.56.78", want: []string{"06.12.34.56.78"}},
		"mobile, non-breaking hyphens":  {text: "06‑12‑34‑56‑78", want: []string{"06‑12‑34‑56‑78"}},
		"box":                           {text: "09 70 12 34 56", want: []string{"09 70 12 34 56"}},
		"landline 4-2-2-2":              {text: "0612 34 56 78", want: []string{"0612 34 56 78"}},
		"landline 4-3-3":                {text: "0262 123 456", want: []string{"0262 123 456"}},
		"international":                 {text: "+33 6 12 34 56 78.", want: []string{"+33 6 12 34 56 78"}},
		"international, together":       {text: "tel:+33612345678", want: []string{"+33612345678"}},
		"international with (0)":        {text: "+33 (0)6 12 34 56 78", want: []string{"+33 (0)6 12 34 56 78"}},
		"international by 00":           {text: "0033 612345678", want: []string{"0033 612345678"}},
		"Réunion":                       {text: "+262 692 12 34 56", want: []string{"+262 692 12 34 56"}},
		"Guadeloupe":                    {text: "+590690123456", want: []string{"+590690123456"}},
		"Saint-Pierre":                  {text: "+508 41 12 34", want: []string{"+508 41 12 34"}},
		"Polynésie":                     {text: "00689 87 12 34 56", want: []string{"00689 87 12 34 56"}},
		"two numbers": {
			text: "06 12 34 56 78 / 01 40 12 34 56", want: []string{"06 12 34 56 78", "01 40 12 34 56"},
		},
		"in a cell":      {text: "| téléphone | 06 12 34 56 78 |", want: []string{"06 12 34 56 78"}},
		"fictive mobile": {text: "06 39 98 12 34, +33 6 39 98 00 00, 0033639980000, 0639980000"},
		"fictive landlines": {
			text: "01 99 00 12 34, 02 61 91 12 34, 03 53 01 12 34, 04 65 71 12 34, 05 36 49 12 34",
		},
		"nearly fictive":                {text: "06 39 97 12 34", want: []string{"06 39 97 12 34"}},
		"services":                      {text: "0 800 123 456, 08 92 12 34 56, 3949, 112, 15"},
		"no number":                     {text: "00 12 34 56 78"},
		"nine digits, eleven digits":    {text: "061234567 06123456789 06 12 34 56 789"},
		"a list of pairs":               {text: "les lots 01 02 03 04 05 06 07 et 10 01 02 03 04 05"},
		"a date, an amount, an address": {text: "le 05/06/2027, 1 012 345,67 €, 192.168.10.12"},
		"in a longer word":              {text: "REF0612345678 a0612345678 0612345678b"},
		"unknown country":               {text: "+331 2345"},
		"e-mail": {
			text: `écrit à "Jean.Dupont+test@exemple.fr".`, want: []string{"Jean.Dupont+test@exemple.fr"},
		},
		"e-mail with accents":    {text: "rené.légaré@société.fr", want: []string{"rené.légaré@société.fr"}},
		"e-mail in prose":        {text: "l'adresse a.b@gmail.com, ou", want: []string{"a.b@gmail.com"}},
		"e-mail glued to a dash": {text: "-a@b.fr-", want: []string{"a@b.fr"}},
		"reserved e-mails": {
			text: "a@example.com a@mail.example.org a@x.example a@y.test a@z.invalid a@localhost a@w.localhost " +
				"A@EXAMPLE.NET",
		},
		"nearly reserved e-mails": {
			text: "a@myexample.com a@example.fr a@test.fr",
			want: []string{"a@myexample.com", "a@example.fr", "a@test.fr"},
		},
		"no e-mail": {text: "@US-101 a@b @ <courriel>@ x@."},
		"IBAN":      {text: "FR76 3000 4000 0100 0009 8765 452"},
		"IBAN, key right": {
			text: "compte FR79 0000 0000 0000 0009 8765 443,", want: []string{"FR79 0000 0000 0000 0009 8765 443"},
		},
		"IBAN, together, small letters": {
			text: "fr7900000000000000098765443", want: []string{"fr7900000000000000098765443"},
		},
		"IBAN, no-break spaces": {
			text: "FR79\u00a00000\u00a00000\u00a00000\u00a00009\u00a08765\u00a0443",
			want: []string{"FR79\u00a00000\u00a00000\u00a00000\u00a00009\u00a08765\u00a0443"},
		},
		"IBAN too long":             {text: "FR790000000000000009876544300"},
		"IBAN cut":                  {text: "FR79 0000 0000 0000 0009"},
		"specimen of a French bank": {text: "FR76 3000 6000 0112 3456 7890 189"},
		"IBAN of a neighbour":       {text: "BE71096123456769", want: []string{"BE71096123456769"}},
		"a word and a number":       {text: "FR12 clients, LU20 et DE34 lots"},
		"NIR":                       {text: "2 85 05 99 999 999 03", want: []string{"2 85 05 99 999 999 03"}},
		"NIR, together":             {text: "285059999999903", want: []string{"285059999999903"}},
		"NIR, wrong key":            {text: "2 85 05 99 999 999 04"},
		"NIR, order 000":            {text: "2 85 05 78 006 000 " + nirKey("2850578006000")},
		"NIR, no such month":        {text: "2 85 13 99 999 999 " + nirKey("2851399999999")},
		"NIR, Corsica": {
			text: "1 85 05 2A 999 999 " + nirKey("1850519999999"),
			want: []string{"1 85 05 2A 999 999 " + nirKey("1850519999999")},
		},
		"NIR, Corsica, 2B": {
			text: "185052B999999" + nirKey("1850518999999"), want: []string{"185052B999999" + nirKey("1850518999999")},
		},
		"NIR, a letter elsewhere": {text: "1 85 05 3A 999 999 10"},
		"thirteen digits":         {text: "2850599999999"},
		"SIRET": {
			text: "le SIRET 123 456 782 00028 est", want: []string{"123 456 782 00028"},
		},
		"SIRET, together": {text: "12345678200028", want: []string{"12345678200028"}},
		"SIRET, no-break spaces": {
			text: "123\u202f456\u202f782\u202f00028", want: []string{"123\u202f456\u202f782\u202f00028"},
		},
		"SIRET, wrong key":             {text: "123 456 782 00029"},
		"SIRET of the example project": {text: "00004033700016 00003774700011 000 040 337 00016"},
		"SIRET of La Poste":            {text: "35600000012341 35600000000048"},
		"SIRET, odd groups":            {text: "12 345 678 200 028"},
		"SIREN, said":                  {text: "le SIREN 123 456 782", want: []string{"123 456 782"}},
		"SIREN, by its heading": {
			text: "| 1 | 123456782 |", heading: "| n° | Siren |", want: []string{"123456782"},
		},
		"SIREN, another column":          {text: "| 123456782 | x |", heading: "| n° | Siren |"},
		"nine digits of anything":        {text: "la référence 123456782"},
		"SIREN, wrong key":               {text: "le SIREN 123 456 789"},
		"a date and an hour":             {text: "20270315103007"},
		"a date and an hour, as a SIRET": {text: "SIRET 20270315103007", want: []string{"20270315103007"}},
		"postal code after a SIRET": {
			text: "123 456 782 00028 56000 Vannes", want: []string{"123 456 782 00028"},
		},
		"json": {
			text: `  "courriel": "x@y.fr", "tel": "0612345678"`, want: []string{"x@y.fr", "0612345678"},
		},
		"empty":                           {},
		"an NFD text, composed by syntax": {text: "é 06 12 34 56 78", want: []string{"06 12 34 56 78"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, scanned(all, tc.text, tc.heading)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tc.text, diff)
			}
		})
	}
}

// nirKey computes the key of thirteen digits by long division: another way than the code.
func nirKey(digits string) string {
	rest := 0
	for _, d := range digits {
		rest = (rest*10 + int(d-'0')) % 97
	}
	key := 97 - rest
	return string([]byte{byte('0' + key/10), byte('0' + key%10)})
}

// TestExampleIBANs holds that each example is an IBAN: one with a slip would admit what nobody documents.
func TestExampleIBANs(t *testing.T) {
	for _, iban := range exampleIBANs() {
		if ibanLength(iban[:2]) != len(iban) || !mod97([]byte(iban)) {
			t.Errorf("%s is no IBAN", iban)
		}
	}
}

func TestPersonalDataAllowed(t *testing.T) {
	options := map[string][]string{
		allowDomains: {"@Exemple.fr", ""}, allowPhones: {"01 23 45", "+262 262 00"}, allowIBANs: {"FR79 0000"},
		allowNIRs: {"2 85 05 99"}, allowSIRETs: {"123 456 782"},
	}
	all := newPersons(func(name string) []string { return options[name] })
	for _, text := range []string{
		"a@exemple.fr", "a@mail.exemple.fr", "01 23 45 67 89", "+33 1 23 45 67 89", "+262 262 00 12 34",
		"FR79 0000 0000 0000 0009 8765 443", "2 85 05 99 999 999 03", "123 456 782 00028", "SIREN 123 456 782",
	} {
		if got := scanned(all, text, ""); got != nil {
			t.Errorf("%q: %q, though the project admits it", text, got)
		}
	}
	for _, text := range []string{"a@autre-exemple.fr", "01 23 46 67 89"} {
		if got := scanned(all, text, ""); len(got) != 1 {
			t.Errorf("%q: %q, want one", text, got)
		}
	}
}

// FuzzPersonalData holds that places are within the text, in order, on the boundaries of characters, and that a value
// is found again when the text around it is harmless.
func FuzzPersonalData(f *testing.F) {
	all := newPersons(noOption)
	for _, seed := range []string{
		"06 12 34 56 78", "+33 (0)6 12 34 56 78", "a@b.fr", "FR79 0000 0000 0000 0009 8765 443",
		"2 85 05 99 999 999 03", "| siren | 123456782 |", "1 85 05 2A 999 999 50", "+", "00", "@", "FR",
		"\u00a0\u202f\xff", "0\u00a0",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, found := range []string{text, strings.ToUpper(text)} {
			end = 0
			all.scan(found, found, func(v somebodys) {
				if v.from < end || v.to <= v.from || v.to > len(found) {
					t.Fatalf("%q: %d to %d after %d", found, v.from, v.to, end)
				}
				if !utf8.RuneStart(found[v.from]) ||
					v.to < len(found) && !utf8.RuneStart(found[v.to]) && utf8.ValidString(found) {
					t.Fatalf("%q: %d to %d cuts a character", found, v.from, v.to)
				}
				end = v.to
			})
		}
	})
}
