package rules

import (
	"unicode/utf8"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// personalData: an address, a telephone number, an IBAN, a NIR or a SIRET that somebody may really have must not stand
// in a test: it reaches the journal, the PV and whoever reads them (D26). What is reserved for
// documentation and fiction is known and passes, and so does what no real value can be: a wrong key, a range never
// given. A project adds its own fictive values by their beginning: "allow_phones: [01 23 45]". Every line of the file
// is read, tags excepted. Args: the value, a fictive one to write instead, the option that would admit it.
func personalData() lint.Rule {
	none := []string{}
	return lint.Rule{
		ID: "personal-data", Aliases: []string{"D26"}, Group: lint.Wording, CA: syntax.Error, Script: syntax.Error,
		Options: []lint.Option{
			{Name: allowDomains, Default: none},
			{Name: allowPhones, Default: none},
			{Name: allowIBANs, Default: none},
			{Name: allowNIRs, Default: none},
			{Name: allowSIRETs, Default: none},
		},
		Prepare: func(p *lint.Pass) any { return newPersons(p.Strings) },
		File: func(p *lint.Pass, f *lint.File) {
			if f.Doc == nil {
				return
			}
			all, _ := p.Prepared().(*persons)
			heading := ""
			for i, kind := range f.Doc.Lines {
				switch kind {
				case syntax.LineBlank, syntax.LineTags, syntax.LineLanguage:
					heading = ""
					continue
				case syntax.LineRow, syntax.LineComment:
				default:
					heading = ""
				}
				text := f.Doc.Text(i + 1)
				if kind == syntax.LineRow && heading == "" {
					heading = text
				}
				all.scan(text, heading, func(v somebodys) {
					p.Report(ofLine(f, i+1, v.from, v.to), text[v.from:v.to], v.kind.sample, v.kind.option)
				})
			}
		},
	}
}

// The options of the rule: what a project admits.
const (
	allowDomains = "allow_domains"
	allowPhones  = "allow_phones"
	allowIBANs   = "allow_ibans"
	allowNIRs    = "allow_nirs"
	allowSIRETs  = "allow_sirets"
)

// dataKind is a kind of personal data: the fictive value that we offer, the option that admits another.
type dataKind struct{ sample, option string }

// somebodys is what was found in a text, bytes from to to.
type somebodys struct {
	from, to int
	kind     *dataKind
}

// persons knows what may be somebody's and what is fictive.
type persons struct {
	email, phone, iban, nir, siret dataKind

	domains                    []string // admitted, lower case
	phones, ibans, nirs, firms []string // beginnings admitted, digits and letters only
}

func newPersons(option func(name string) []string) *persons {
	return &persons{
		email: dataKind{"contact@entreprise.example", allowDomains},
		phone: dataKind{"06 39 98 00 00", allowPhones},
		iban:  dataKind{exampleIBAN, allowIBANs},
		nir:   dataKind{"1 85 05 78 006 000 00", allowNIRs},
		siret: dataKind{"000 040 337 00016", allowSIRETs},

		domains: domainNames(option(allowDomains)),
		phones:  bareValues(option(allowPhones)),
		ibans:   bareValues(option(allowIBANs)),
		nirs:    bareValues(option(allowNIRs)),
		firms:   bareValues(option(allowSIRETs)),
	}
}

// scan gives the personal data of a line, in order. heading is the first row of the table that the line is a row of: it
// says what nine digits are. Most lines have neither digit nor @ and cost one look.
func (a *persons) scan(text, heading string, found func(somebodys)) {
	if !mayHold(text) {
		return
	}
	for at := 0; at < len(text); {
		switch c := text[at]; {
		case c == '@':
			if v, ok := a.emailAt(text, at); ok {
				found(v)
				at = v.to
				continue
			}
		case c >= '0' && c <= '9', c == '+', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z':
			if at > 0 && wordBefore(text, at) {
				break
			}
			if v, ok := a.valueAt(text, heading, at); ok {
				found(v)
				at = v.to
				continue
			}
			at = afterToken(text, at)
			continue
		}
		at++
	}
}

// fewestDigits is that of the shortest value: a SIREN, or a number of Saint-Pierre with its country code.
const fewestDigits = 9

// mayHold tells whether a line has an @, or digits enough for a value.
func mayHold(text string) bool {
	n := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == '@':
			return true
		case c >= '0' && c <= '9':
			if n++; n == fewestDigits {
				return true
			}
		}
	}
	return false
}

// valueAt looks for each kind at the start of a word.
func (a *persons) valueAt(text, heading string, at int) (somebodys, bool) {
	c := text[at]
	if c|0x20 >= 'a' && c|0x20 <= 'z' {
		return a.ibanAt(text, at)
	}
	if v, ok := a.phoneAt(text, at); ok || c == '+' {
		return v, ok
	}
	if v, ok := a.nirAt(text, at); ok {
		return v, ok
	}
	return a.firmAt(text, heading, at)
}

// Personal is a value that may be somebody's.
type Personal struct {
	Column int // from 1, in runes
	Text   string
	Sample string // a fictive value to write instead
	Option string // of the rule, that would admit it
}

// PersonalData gives the look of the rule at a line, for files that are no features, under the settings of a project:
// nil where it turned the rule off.
func PersonalData(settings map[string]lint.Setting) func(line string) []Personal {
	rule := personalData()
	own := settings[rule.ID]
	if own.Severity != nil && *own.Severity == lint.Off {
		return nil
	}
	all := newPersons(func(name string) []string {
		list, _ := own.Values[name].([]string)
		return list
	})
	return func(line string) (found []Personal) {
		all.scan(line, "", func(v somebodys) {
			found = append(found, Personal{
				Column: 1 + utf8.RuneCountInString(line[:v.from]), Text: line[v.from:v.to], Sample: v.kind.sample,
				Option: v.kind.option,
			})
		})
		return found
	}
}
