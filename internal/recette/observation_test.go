package recette

import (
	"errors"
	"strings"
	"testing"
)

func TestBlank(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "spaces": " \t\n\u00a0\u202f\u3000", "zero-width space": "\u200b", "byte order mark": "\ufeff",
		"soft hyphen": "\u00ad", "word joiner": "\u2060", "joiners": "\u200c\u200d",
		"direction marks": "\u200e\u200f\u202a\u202c",
		"Hangul fillers":  "\u3164\u115f\u1160\uffa0", "combining marks alone": "\u0301\u0327",
		"mark on a space":    " \u0301",
		"variation selector": "\ufe0f", "Khmer inherent vowels": "\u17b4\u17b5", "Mongolian separator": "\u180e\u180b",
		"tag characters": "\U000e0041\U000e007f", "empty Braille": "\u2800", "object that did not come": "\ufffc",
		"unreadable": "\ufffd\xff", "controls": "\x00\x1b\x7f\u0085", "private use": "\ue000",
		"all together": "\u200b \u3164\u0301\u00ad\ufeff",
	} {
		if !Blank(text) {
			t.Errorf("%s: Blank(%q) = false, want true", name, text)
		}
	}
	for name, text := range map[string]string{
		"letter": "x", "among the invisible": "\u200bé\u2060", "accent apart": "e\u0301", "digit": "0",
		"full stop": ".",
		"symbol":    "€", "emoji": "👍", "guillemets": "«", "other script": "誤", "Hangul": "한", "Braille": "\u2801",
	} {
		if Blank(text) {
			t.Errorf("%s: Blank(%q) = true, want false", name, text)
		}
	}
}

func TestSeen_Check(t *testing.T) {
	manual := func(o Seen) Seen { o.Mode = Manual; return o }
	auto := func(v Verdict, o Outcome) Seen { return Seen{Mode: Automated, Verdict: v, Outcome: o} }
	tests := map[string]struct {
		o       Seen
		field   string
		missing bool
	}{
		"passed":                      {manual(Seen{Verdict: Passed}), "", false},
		"passed, with a comment":      {manual(Seen{Verdict: Passed, Comment: "vite"}), "", false},
		"not run":                     {manual(Seen{Verdict: NotRun}), "", false},
		"failed":                      {manual(Seen{Verdict: Failed, Observed: "rien"}), "", false},
		"failed, nothing observed":    {manual(Seen{Verdict: Failed, Comment: "rien"}), "observed", true},
		"failed, invisible":           {manual(Seen{Verdict: Failed, Observed: "\u200b"}), "observed", true},
		"blocked":                     {manual(Seen{Verdict: Blocked, Cause: CauseData}), "", false},
		"blocked, no cause":           {manual(Seen{Verdict: Blocked}), "cause", true},
		"blocked, cause of a machine": {manual(Seen{Verdict: Blocked, Cause: CauseAutomation}), "cause", false},
		"passed, unknown cause":       {manual(Seen{Verdict: Passed, Cause: "météo"}), "cause", false},
		"not applicable":              {manual(Seen{Verdict: NotApplicable, Reason: "hors lot"}), "", false},
		"not applicable, invisible":   {manual(Seen{Verdict: NotApplicable, Reason: "\u3164\u0301"}), "reason", true},
		"remark in the comment":       {manual(Seen{Verdict: PassedWithRemark, Comment: "lent"}), "", false},
		"remark in what was observed": {manual(Seen{Verdict: PassedWithRemark, Observed: "lent"}), "", false},
		"remark without words":        {manual(Seen{Verdict: PassedWithRemark}), "comment", true},
		"remark, invisible": {
			manual(Seen{Verdict: PassedWithRemark, Comment: "\ufeff", Observed: "\u00ad"}), "comment", true,
		},
		"no verdict":             {manual(Seen{}), "verdict", false},
		"person with an outcome": {manual(Seen{Verdict: Passed, Outcome: OutcomePassed}), "outcome", false},
		"automation":             {auto(Failed, OutcomeFailed), "", false},
		"automation, greener":    {auto(Passed, OutcomeFailed), "verdict", false},
		"automation, no outcome": {auto(Passed, ""), "outcome", false},
		"mixed":                  {Seen{Mode: Mixed, Verdict: Passed}, "mode", false},
		"no mode":                {Seen{Verdict: Passed}, "mode", false},
		"text over the limit": {
			manual(Seen{Verdict: Passed, Comment: strings.Repeat("é", MaxText/2+1)}), "comment", false,
		},
		"text of the limit":      {manual(Seen{Verdict: Passed, Comment: strings.Repeat("é", MaxText/2)}), "", false},
		"text that is not UTF-8": {manual(Seen{Verdict: Failed, Observed: "\xe9t\xe9"}), "observed", false},
		"text with a NUL":        {manual(Seen{Verdict: NotApplicable, Reason: "a\x00b"}), "reason", false},
		"automation, message with NUL": {
			Seen{Mode: Automated, Verdict: Failed, Outcome: OutcomeFailed, Observed: "\x00"}, "observed", false,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := tt.o.Check()
			if tt.field == "" {
				if err != nil {
					t.Errorf("Check = %v, want nothing", err)
				}
				return
			}
			var f *Flaw
			if !errors.As(err, &f) || f.Field != tt.field || f.Missing != tt.missing {
				t.Errorf("Check = %v, want %s, missing %v", err, tt.field, tt.missing)
			}
		})
	}
}

func TestConclude(t *testing.T) {
	done := func(vs ...Verdict) []StepFact { // a context, an action, then expected results
		facts := make([]StepFact, len(vs))
		for i, v := range vs {
			facts[i] = StepFact{Verdict: v, Verifies: i > 1}
		}
		return facts
	}
	aside := done(NotApplicable, NotApplicable, NotApplicable)
	tests := map[string]struct {
		steps    []StepFact
		declared Verdict
		outcome  Outcome
		want     Verdict
	}{
		"verified":                   {done(Passed, Passed, Passed), "", "", Passed},
		"one result of two verified": {done(Passed, Passed, NotApplicable, Passed), "", "", Passed},
		"a remark":                   {done(Passed, Passed, PassedWithRemark), "", "", PassedWithRemark},
		"a step is missing":          {done(Passed, Passed, ""), Passed, "", NotRun},
		"done, nothing verified":     {done(Passed, Passed, NotApplicable), "", "", NotRun},
		"done, declared passed":      {done(Passed, Passed, NotApplicable), Passed, OutcomePassed, NotRun},
		"done, declared with a remark": {
			done(Passed, PassedWithRemark, NotApplicable), PassedWithRemark, "", NotRun,
		},
		"no expected result at all":             {done(Passed, Passed), Passed, OutcomePassed, NotRun},
		"no step":                               {nil, Passed, OutcomePassed, NotRun},
		"all not applicable":                    {aside, "", "", NotApplicable},
		"all not applicable, declared passed":   {aside, Passed, "", NotApplicable},
		"all not applicable, automation passed": {aside, "", OutcomePassed, NotApplicable},
		"all not applicable, a hook failed":     {aside, "", OutcomeFailed, Failed},
		"all not applicable, declared blocked":  {aside, Blocked, OutcomePassed, Blocked},
		"declared better":                       {done(Passed, Passed, Failed), Passed, OutcomePassed, Failed},
		"declared worse":                        {done(Passed, Passed, Passed), Failed, "", Failed},
		"declared not applicable":               {done(Passed, Passed, Passed), NotApplicable, "", Passed},
		"a hook failed":                         {done(Passed, Passed, Passed), "", OutcomeError, Blocked},
		"interrupted":                           {done(Passed, Passed, Passed), "", OutcomeInterrupted, NotRun},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Conclude(tt.steps, tt.declared, tt.outcome); got != tt.want {
				t.Errorf("Conclude = %s, want %s", got, tt.want)
			}
		})
	}
}

// Whatever stands of the steps and whatever is declared, a case is conform only when an expected result was found so.
func TestConclude_NeverConformUnverified(t *testing.T) {
	verdicts := append(Verdicts(), "")
	for _, a := range verdicts {
		for _, b := range verdicts {
			for _, declared := range verdicts {
				for _, o := range []Outcome{"", OutcomePassed, OutcomeSkipped, OutcomeFailed} {
					steps := []StepFact{{Verdict: a}, {Verdict: b, Verifies: true}}
					got := Conclude(steps, declared, o)
					if got.Conform() && !b.Conform() {
						t.Errorf("Conclude(%s, %s, declared %q, outcome %q) = %s", a, b, declared, o, got)
					}
					if worst := RollUp([]Verdict{a, b}); worst == Failed && got != Failed {
						t.Errorf(
							"Conclude(%s, %s, declared %q, outcome %q) = %s, better than its steps", a, b, declared, o,
							got,
						)
					}
				}
			}
		}
	}
}

// Whatever was seen of an attempt, it is neither conform nor set aside before somebody closes it, and it hides nothing
// that went wrong.
func TestUnclosed(t *testing.T) {
	verdicts := append(Verdicts(), "")
	for _, a := range verdicts {
		for _, b := range verdicts {
			want := NotRun
			if worst := RollUp([]Verdict{a, b}); worst == Failed || worst == Blocked {
				want = worst
			}
			if got := Unclosed([]Verdict{a, b}); got != want {
				t.Errorf("Unclosed(%s, %s) = %s, want %s", a, b, got, want)
			}
		}
	}
	if got := Unclosed(nil); got != NotRun {
		t.Errorf("Unclosed of no step = %s", got)
	}
}

func TestStands(t *testing.T) {
	for _, v := range append(Verdicts(), "") {
		for _, seen := range []bool{false, true} {
			for _, replay := range []bool{false, true} {
				want := seen && replay && (v == Passed || v == PassedWithRemark)
				if got := Stands(seen, replay, v); got != want {
					t.Errorf("Stands(%t, %t, %s) = %t, want %t", seen, replay, v, got, want)
				}
			}
		}
	}
}
