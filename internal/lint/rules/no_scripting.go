package rules

import (
	"regexp"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// noScripting: a selector, an address or an HTTP call belongs to the step definitions: in a criterion it says how a
// machine does it, and no longer what is expected (D17). A person may need an address: it is left to them.
// Args: what was found.
func noScripting() lint.Rule {
	return lint.Rule{
		ID: "no-scripting", Aliases: []string{"D17"}, Group: lint.Wording, CA: syntax.Warning, Script: syntax.Info,
		Options: []lint.Option{{Name: "allow", Default: []string{}}},
		Prepare: func(p *lint.Pass) any { return &scripts{list: newScripts(), allow: p.Strings("allow")} },
		File: func(p *lint.Pass, f *lint.File) {
			all, _ := p.Prepared().(*scripts)
			eachStep(f, func(s *scope, step *syntax.Step, _ catalogue.StepType) {
				if from, to := all.find(step.Text, s, p); to > 0 {
					weigh(p, s.claim(p), inLine(f, step.Line, step.Text, from, to), step.Text[from:to])
				}
			})
		},
	}
}

type scripts struct {
	list  []script
	allow []string
}

// script is one kind of thing that belongs to a machine: the marks without which it cannot be there, and its form. The
// first group of the form, if any, is what is shown.
type script struct {
	hint    uint8 // what is seen of the marks in one look at a text
	marks   []string
	form    *regexp.Regexp
	address bool
}

func newScripts() []script {
	form := func(address bool, pattern string, marks ...string) script {
		s := script{0, marks, regexp.MustCompile(pattern), address}
		for _, m := range marks {
			s.hint |= hintOf(m)
		}
		return s
	}
	const open = `(?:^|[\s"'(«“>])`
	return []script{
		form(true, `(?i)(?:https?://|www\.)[^\s"»”|<]+`, "://", "www.", "WWW."),
		form(false, `(?:^|[^:/\w])(//[*@a-zA-Z][^\s"]*)`, "//"),
		form(false, `\[(?:@|data-|aria-|id=|name=|type=|href)[^\]]*\]`, "["),
		form(false, open+`(#[A-Za-z][\w-]{2,})`, "#"),
		form(false, open+`(\.[A-Za-z]\w*-[\w-]+)`, "."),
		form(false, `\b(?:id|css|xpath|data-testid|class)=["'\w./#-]+`, "="),
		form(
			false, `\b(?:GET|POST|PUT|PATCH|DELETE)\s+["«]?\s?(?:/[\w<]|https?:)[^\s"»]*`, "GET", "POST", "PUT",
			"PATCH", "DELETE",
		),
		form(
			false, `(?i:requête|appel|méthode|request|method|call) (?:HTTP )?(?:GET|POST|PUT|PATCH|DELETE)\b`, "GET",
			"POST", "PUT", "PATCH", "DELETE",
		),
		form(
			false,
			`(?i)\b(?:code|statut|status|réponse|response)(?: code)? HTTP(?: \d{3})?|\bHTTP \d{3}\b|\bstatus code\b`,
			"HTTP", "http", "status code",
		),
		form(
			false, `\b(?:SELECT\s.+\sFROM|INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\w+\s+SET)\b`, "SELECT", "INSERT",
			"DELETE", "UPDATE",
		),
	}
}

// find gives the first thing found in a text, to = 0 when there is none.
func (all *scripts) find(text string, s *scope, p *lint.Pass) (from, to int) {
	hint := hintOf(text)
	if strings.Contains(text, "http") || strings.Contains(text, "status") {
		hint |= hintWord
	}
	for i := range all.list {
		k := &all.list[i]
		if k.hint&hint == 0 || !containsAny(text, k.marks) || k.address && s.byHand(p) {
			continue
		}
		at := k.form.FindStringSubmatchIndex(text)
		if at == nil {
			continue
		}
		from, to := at[0], at[1]
		if len(at) > 2 && at[2] >= 0 {
			from, to = at[2], at[3]
		}
		if !containsAny(text[from:to], all.allow) {
			return from, to
		}
	}
	return 0, 0
}

// What one look at a text tells: most steps have none of it.
const (
	hintMark  = 1 << iota // one of / [ # =
	hintDot               // a full stop
	hintUpper             // two capitals in a row
	hintWord              // a word that has no other hint: http, status
)

func hintOf(text string) (hint uint8) {
	before := uint8(0)
	for i := range len(text) {
		h := hints[text[i]]
		hint |= h&^hintUpper | h&before
		before = h & hintUpper
	}
	if hint == 0 && (text == "http" || text == "status code") { // marks
		hint = hintWord
	}
	return hint
}

// hints is what each byte tells; that of a capital counts after another.
var hints = hintTable()

func hintTable() (t [256]uint8) {
	for c := 'A'; c <= 'Z'; c++ {
		t[c] = hintUpper
	}
	for _, c := range "/[#=" {
		t[c] = hintMark
	}
	t['.'] = hintDot
	return t
}

func containsAny(text string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}
