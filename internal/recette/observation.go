package recette

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxText is the greatest size of a free text, in bytes. Whoever has more attaches it as evidence.
const MaxText = 64 << 10

// Seen is what somebody, or automation, says of one step, as far as the rules judge it.
type Seen struct {
	Mode     Mode
	Verdict  Verdict
	Outcome  Outcome // of automation only
	Observed string
	Comment  string
	Cause    Cause
	Reason   string
}

// Flaw names the field that breaks a rule of observations: "verdict", "outcome", "mode", "observed", "comment",
// "cause", "reason".
type Flaw struct {
	Field   string
	Missing bool // the field is mandatory and says nothing; else it holds what it must not
}

// Error implements error.
func (f *Flaw) Error() string {
	if f.Missing {
		return "observation: " + f.Field + " is missing"
	}
	return "observation: " + f.Field + " is invalid"
}

// Check refuses what a PV could not explain: a failure without what was observed, a blocking
// without its cause, a "not applicable" without its reason, a remark without words, a verdict of automation that is not
// the one of its outcome, a text that cannot be kept whole. The error is a *Flaw.
func (o *Seen) Check() error {
	for _, t := range []struct{ field, text string }{
		{"observed", o.Observed}, {"comment", o.Comment}, {"reason", o.Reason},
	} {
		if !Keepable(t.text) {
			return &Flaw{Field: t.field}
		}
	}
	switch o.Mode {
	case Automated:
		return o.checkAutomated()
	case Manual:
		return o.checkManual()
	case Mixed:
	}
	return &Flaw{Field: "mode"}
}

func (o *Seen) checkAutomated() error {
	switch {
	case !o.Outcome.Valid():
		return &Flaw{Field: "outcome"}
	case o.Verdict != o.Outcome.Verdict():
		return &Flaw{Field: "verdict"}
	}
	return nil
}

func (o *Seen) checkManual() error {
	switch {
	case o.Outcome != "":
		return &Flaw{Field: "outcome"}
	case !o.Verdict.Valid():
		return &Flaw{Field: "verdict"}
	case o.Verdict == Failed && Blank(o.Observed):
		return &Flaw{Field: "observed", Missing: true}
	case o.Verdict == Blocked && o.Cause == "":
		return &Flaw{Field: "cause", Missing: true}
	case o.Verdict == NotApplicable && Blank(o.Reason):
		return &Flaw{Field: "reason", Missing: true}
	case o.Verdict == PassedWithRemark && Blank(o.Comment) && Blank(o.Observed):
		return &Flaw{Field: "comment", Missing: true}
	case o.Cause != "" && !slices.Contains(Causes(), o.Cause):
		return &Flaw{Field: "cause"}
	}
	return nil
}

// Keepable reports whether a text can be recorded as it is and shown again: UTF-8, without NUL, of at most MaxText
// bytes.
func Keepable(text string) bool {
	return len(text) <= MaxText && utf8.ValidString(text) && !strings.ContainsRune(text, 0)
}

// Blank reports whether a text says nothing to a reader: it holds no letter, digit, symbol or punctuation that prints.
// Spaces, marks that stand on nothing, and the characters that Unicode draws as nothing (zero-width spaces, soft
// hyphens, Hangul fillers, empty Braille) do not print.
func Blank(text string) bool { return strings.IndexFunc(text, prints) < 0 }

func prints(r rune) bool {
	switch r {
	case '\u2800', '\uFFFC', utf8.RuneError: // empty Braille cell, place of an object that did not come, unreadable
		return false
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.S, unicode.P) &&
		!unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}
