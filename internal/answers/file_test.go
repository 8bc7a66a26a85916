package answers

import (
	"errors"
	"strings"
	"testing"

	"recette/internal/catalogue"
	"recette/internal/recette"
	"recette/internal/yamldoc"
)

const sample = `# réponses de démonstration
tester: Jeanne Martin
default: passed
cases:
  - id: SC-1
    steps:
      - match: la liste
        verdict: failed
        observed: « La liste est vide »
        evidence: [captures/liste.png]
  - id: SC-2
    steps:
      - match: je vois
        verdict: passed
      - match: je vois
        verdict: passed_with_remark
        comment: libellé tronqué
      - match: jamais
        verdict: passed
  - id: SC-3
    steps:
      - {match: x, verdict: passed}
`

func TestLoadRefuses(t *testing.T) {
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	tests := map[string]struct {
		file         string
		code         yamldoc.Code
		line, column int
	}{
		"unknown key": {"tester: x\nverdikt: y\n", yamldoc.UnknownKey, 2, 1},
		"unknown step key": {
			"cases:\n  - id: a\n    steps:\n      - match: x\n        verdict: passed\n        obs: y\n",
			yamldoc.UnknownKey, 6, 9,
		},
		"duplicate key":   {"tester: a\ntester: b\n", yamldoc.DuplicateKey, 2, 1},
		"wrong type":      {"cases: 3\n", yamldoc.WantList, 1, 8},
		"no case":         {"tester: x\n", yamldoc.Missing, 1, 1},
		"empty":           {"", yamldoc.Missing, 1, 1},
		"no id":           {"cases:\n  - {steps: []}\n", yamldoc.Missing, 2, 5},
		"id twice":        {"cases:\n  - {id: a}\n  - {id: a}\n", duplicate, 3, 10},
		"no match":        {"cases:\n  - {id: a, steps: [{verdict: passed}]}\n", yamldoc.Missing, 2, 21},
		"no verdict":      {"cases:\n  - {id: a, steps: [{match: x}]}\n", yamldoc.Missing, 2, 21},
		"unknown verdict": {"cases:\n  - {id: a, steps: [{match: x, verdict: ok}]}\n", badVerdict, 2, 41},
		"not run":         {"cases:\n  - {id: a, steps: [{match: x, verdict: not_run}]}\n", badVerdict, 2, 41},
		"unknown cause": {
			"cases:\n  - {id: a, steps: [{match: x, verdict: blocked, cause: pluie}]}\n", badCause, 2, 57,
		},
		"bad default": {"default: failed\ncases:\n  - {id: a}\n", badDefault, 1, 10},
		"deep":        {"cases: " + deep + "\n", yamldoc.TooDeep, 1, 40},
		"deep text": {
			"cases:\n  - {id: a, steps: [{match: x, verdict: passed, observed: " + deep + "}]}\n", yamldoc.TooDeep, 2,
			88,
		},
		"list for a text": {
			"cases:\n  - {id: a, steps: [{match: x, verdict: passed, observed: [a]}]}\n", yamldoc.WantText, 2, 59,
		},
		"alias":     {"tester: &a x\ncases: [{id: *a}]\n", yamldoc.Forbidden, 1, 9},
		"not YAML":  {"cases:\n  - id: a\n    steps\n", yamldoc.Syntax, 3, 5},
		"too large": {"# " + strings.Repeat("x", yamldoc.MaxSize), yamldoc.TooLarge, 1, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Load("a.yaml", strings.NewReader(tt.file))
			var bad *yamldoc.Error
			if !errors.As(err, &bad) || !errors.Is(err, errFile) {
				t.Fatalf("err = %v, want a *yamldoc.Error under errFile", err)
			}
			if p := bad.Problems[0]; p.File != "a.yaml" || p.Code != tt.code || p.Line != tt.line ||
				p.Column != tt.column {
				t.Errorf("got %s, want %s at %d:%d", p, tt.code, tt.line, tt.column)
			}
		})
	}
}

// What somebody observed is kept to the letter, whatever YAML would make of it.
func TestLoadKeepsTextsAsWritten(t *testing.T) {
	for written, want := range map[string]string{
		"12.50": "12.50", "007": "007", "1e3": "1e3", "0x1F": "0x1F", "0o17": "0o17", "1_000": "1_000", "+12": "+12",
		"-0":  "-0",
		"yes": "yes", "no": "no", "on": "on", "Off": "Off", "true": "true", "TRUE": "TRUE", "False": "False",
		"null": "null", "NULL": "NULL", "~": "~", ".inf": ".inf", "-.INF": "-.INF", ".nan": ".nan", ".5": ".5",
		"1.":         "1.",
		"2027-03-15": "2027-03-15", "12:30:45": "12:30:45", "2027-03-15 10:00:00": "2027-03-15 10:00:00",
		"12,50 €": "12,50 €", "« vide »": "« vide »", "'007'": "007", `"a\u00e9\n b"`: "aé\n b", "12.50 # vu": "12.50",
		"'null'": "null", "1.0e+10": "1.0e+10", "123456789012345678901234567890": "123456789012345678901234567890",
		"": "", "''": "", "|\n          ligne 1\n            ligne 2\n": "ligne 1\n  ligne 2\n",
		"|-\n          12.50\n": "12.50", ">\n          un\n          deux\n": "un deux\n",
	} {
		for _, key := range []string{"observed", "comment", "reason"} {
			file := "cases:\n  - id: 007\n    steps:\n" +
				"      - match: 1e3\n        verdict: failed\n        " + key + ": " + written + "\n"
			a, err := Load("a.yaml", strings.NewReader(file))
			if err != nil {
				t.Errorf("%s: %q: %v", key, written, err)
				continue
			}
			s := a.Cases[0].Steps[0]
			if got := s.Observed + s.Comment + s.Reason; got != want || s.Match != "1e3" || a.Cases[0].ID != "007" {
				t.Errorf("%s: %q is read as %q, want %q", key, written, got, want)
			}
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(sample)
	f.Add("cases: [{id: a, steps: [{match: x, verdict: passed}]}]")
	f.Add("a: &a [*a, *a]")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := Load("a.yaml", strings.NewReader(s))
		if err != nil {
			if !errors.Is(err, errFile) {
				t.Errorf("err = %v, want it under errFile", err)
			}
			return
		}
		for _, c := range a.Cases {
			for _, st := range c.Steps {
				if !st.Verdict.Valid() || st.Verdict == recette.NotRun || fold(st.Match) == "" {
					t.Errorf("accepted %+v", st)
				}
			}
		}
	})
}

func TestMatchesHoweverTheTextIsEncoded(t *testing.T) {
	steps := []catalogue.Step{{Text: "l’adhésion est reçue"}}
	for _, match := range []string{"l'adhésion", "l’adhe\u0301sion", "est\u00a0rec\u0327ue"} {
		c := Case{ID: "SC-1", Steps: []Step{{Match: match}}}
		if got := c.assign(steps, func(int) bool { return true }); got[0] != 0 {
			t.Errorf("%q answers %v, want the step", match, got)
		}
	}
}

// The nearest answers hold: those of the row, of its outline in the branch, of the case anywhere, of the outline.
func TestOf(t *testing.T) {
	all := []string{"SC-1", "SC-1/a", "SC-1@lyon", "SC-1/a@lyon", "SC-2"}
	for id, want := range map[string][]string{
		"SC-1/a@lyon": {"SC-1/a@lyon", "SC-1@lyon", "SC-1/a", "SC-1"},
		"SC-1/a":      {"SC-1/a", "SC-1"},
		"SC-2@lyon":   {"SC-2"},
		"SC-3":        {},
	} {
		var f File
		for _, c := range all {
			f.Cases = append(f.Cases, Case{ID: c})
		}
		for _, w := range want {
			i := f.of(id)
			if i < 0 || f.Cases[i].ID != w {
				t.Fatalf("answers of %s: %d of %v, want %s", id, i, f.Cases, w)
			}
			f.Cases[i].ID = "-"
		}
		if i := f.of(id); i >= 0 {
			t.Errorf("answers of %s: %s, want none", id, f.Cases[i].ID)
		}
	}
}
