package execution

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/recette"
	"recette/internal/yamldoc"
)

const answersSample = `# réponses de démonstration
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

func load(t *testing.T, s string) Answers {
	t.Helper()
	a, err := LoadAnswers("a.yaml", strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func noEvidence(string) (io.ReadCloser, error) { return nil, errors.New("no file") }

func TestAnswersSession(t *testing.T) {
	w := newWorld()
	a := load(t, answersSample)
	if a.Tester != "Jeanne Martin" {
		t.Errorf("tester = %q", a.Tester)
	}
	r := NewRobot(a, func(p string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(p)), nil }, w, nil)
	cases := []string{"context je suis là", "action je clique", "outcome je vois\u00a0la  liste"}
	sum, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), r,
		kase("SC-1", cases...), kase("SC-2/paris", "outcome je vois un", "outcome je vois deux"))
	if err != nil || sum.Executed != 2 {
		t.Fatalf("Test = %+v, %v", sum, err)
	}
	first, second := w.whole("SC-1"), w.whole("SC-2/paris")
	o := first.Steps[2]
	if first.Verdict != recette.Failed || o.Observed != "« La liste est vide »" || len(o.Evidence) != 1 || o.Evidence[0].MIME != "image/png" || o.Evidence[0].Name != "liste.png" {
		t.Errorf("SC-1 = %+v", first)
	}
	if verdicts(second) != "0:passed/ 1:passed_with_remark/" {
		t.Errorf("SC-2 = %s: answers are taken in order", verdicts(second))
	}
	want := []Unused{{Case: "SC-2", Match: "jamais"}, {Case: "SC-3"}}
	if diff := cmp.Diff(want, r.Unused()); diff != "" {
		t.Errorf("unused (-want +got):\n%s", diff)
	}
}

func TestAnswersNeverPassInSilence(t *testing.T) {
	tests := map[string]struct {
		file string
		step string
	}{
		"outcome without an answer":   {answersSample, "outcome autre chose"},
		"unknown type":                {answersSample, "unknown autre chose"},
		"action without a default":    {"cases:\n  - {id: SC-1}\n", "action autre chose"},
		"case that the file ignores":  {"cases:\n  - {id: SC-9}\ndefault: passed\n", "outcome autre chose"},
		"row that has its own answer": {"cases:\n  - {id: SC-1/lyon, steps: [{match: autre, verdict: passed}]}\n", "outcome autre chose"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			r := NewRobot(load(t, tt.file), noEvidence, w, nil)
			_, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), r, kase("SC-1", tt.step))
			var none *NoAnswerError
			if !errors.As(err, &none) || none.Case != "SC-1" || none.Text != "autre chose" {
				t.Errorf("err = %v, want *NoAnswerError", err)
			}
			if len(w.results) != 0 {
				t.Errorf("recorded %+v", w.results)
			}
		})
	}
}

// TestAnswersAfterAResume: two steps share a text; the second answer belongs to the second step whoever asked the first.
func TestAnswersAfterAResume(t *testing.T) {
	w := newWorld()
	c := kase("SC-2", "outcome je vois", "outcome je vois")
	p := &people{w: w}
	p.onTold = func(q Question) { p.answers = map[string]Answer{"je vois": {Leave: true}} }
	if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), p, c); err != nil {
		t.Fatal(err)
	}
	r := NewRobot(load(t, answersSample), noEvidence, w, nil)
	if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), r, c); err != nil {
		t.Fatal(err)
	}
	if got := w.whole("SC-2"); got.Verdict != recette.PassedWithRemark {
		t.Errorf("verdict = %s, want the second answer: %+v", got.Verdict, got.Steps)
	}
}

// TestAnswersAfterADraft: what a person gave of a step before its verdict stays when a file answers.
func TestAnswersAfterADraft(t *testing.T) {
	for name, tt := range map[string]struct{ file, want string }{
		"an answer": {
			"cases: [{id: SC-1, steps: [{match: je clique, verdict: passed, comment: du fichier}]}]", "lent\ndu fichier",
		},
		"without a comment": {"cases: [{id: SC-1, steps: [{match: je clique, verdict: passed}]}]", "lent"},
		"the default":       {"default: passed\ncases: [{id: SC-9}]", "lent"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			c := kase("SC-1", "action je clique")
			ev, err := w.Put(t.Context(), "x.txt", "text/plain", strings.NewReader("vu"))
			if err != nil {
				t.Fatal(err)
			}
			p := &drafting{people: people{w: w}, answer: func(q Question) (Answer, error) {
				return Answer{Leave: true}, q.Keep(Draft{Comment: "lent", Evidence: []Evidence{ev}})
			}}
			if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), p, c); err != nil {
				t.Fatal(err)
			}
			r := NewRobot(load(t, tt.file), noEvidence, w, nil)
			if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), r, c); err != nil {
				t.Fatal(err)
			}
			_, _, _, stands := w.last("SC-1")
			o := stands[0]
			if o.Verdict != recette.Passed || o.Comment != tt.want || len(o.Evidence) != 1 {
				t.Errorf("recorded %+v, want passed with %q and the evidence", o, tt.want)
			}
		})
	}
}

func TestLoadAnswersRefuses(t *testing.T) {
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
		"id twice":        {"cases:\n  - {id: a}\n  - {id: a}\n", Duplicate, 3, 10},
		"no match":        {"cases:\n  - {id: a, steps: [{verdict: passed}]}\n", yamldoc.Missing, 2, 21},
		"no verdict":      {"cases:\n  - {id: a, steps: [{match: x}]}\n", yamldoc.Missing, 2, 21},
		"unknown verdict": {"cases:\n  - {id: a, steps: [{match: x, verdict: ok}]}\n", BadVerdict, 2, 41},
		"not run":         {"cases:\n  - {id: a, steps: [{match: x, verdict: not_run}]}\n", BadVerdict, 2, 41},
		"unknown cause":   {"cases:\n  - {id: a, steps: [{match: x, verdict: blocked, cause: pluie}]}\n", BadCause, 2, 57},
		"bad default":     {"default: failed\ncases:\n  - {id: a}\n", BadDefault, 1, 10},
		"deep":            {"cases: " + deep + "\n", yamldoc.TooDeep, 1, 40},
		"deep text": {
			"cases:\n  - {id: a, steps: [{match: x, verdict: passed, observed: " + deep + "}]}\n", yamldoc.TooDeep, 2, 88,
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
			_, err := LoadAnswers("a.yaml", strings.NewReader(tt.file))
			var bad *yamldoc.Error
			if !errors.As(err, &bad) || !errors.Is(err, ErrAnswers) {
				t.Fatalf("err = %v, want a *yamldoc.Error under ErrAnswers", err)
			}
			if p := bad.Problems[0]; p.File != "a.yaml" || p.Code != tt.code || p.Line != tt.line || p.Column != tt.column {
				t.Errorf("got %s, want %s at %d:%d", p, tt.code, tt.line, tt.column)
			}
		})
	}
}

// What somebody observed is kept to the letter, whatever YAML would make of it.
func TestLoadAnswersKeepsTextsAsWritten(t *testing.T) {
	for written, want := range map[string]string{
		"12.50": "12.50", "007": "007", "1e3": "1e3", "0x1F": "0x1F", "0o17": "0o17", "1_000": "1_000", "+12": "+12",
		"-0":  "-0",
		"yes": "yes", "no": "no", "on": "on", "Off": "Off", "true": "true", "TRUE": "TRUE", "False": "False",
		"null": "null", "NULL": "NULL", "~": "~", ".inf": ".inf", "-.INF": "-.INF", ".nan": ".nan", ".5": ".5", "1.": "1.",
		"2027-03-15": "2027-03-15", "12:30:45": "12:30:45", "2027-03-15 10:00:00": "2027-03-15 10:00:00",
		"12,50 €": "12,50 €", "« vide »": "« vide »", "'007'": "007", `"a\u00e9\n b"`: "aé\n b", "12.50 # vu": "12.50",
		"'null'": "null", "1.0e+10": "1.0e+10", "123456789012345678901234567890": "123456789012345678901234567890",
		"": "", "''": "", "|\n          ligne 1\n            ligne 2\n": "ligne 1\n  ligne 2\n",
		"|-\n          12.50\n": "12.50", ">\n          un\n          deux\n": "un deux\n",
	} {
		for _, key := range []string{"observed", "comment", "reason"} {
			file := "cases:\n  - id: 007\n    steps:\n" +
				"      - match: 1e3\n        verdict: failed\n        " + key + ": " + written + "\n"
			a, err := LoadAnswers("a.yaml", strings.NewReader(file))
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

func FuzzLoadAnswers(f *testing.F) {
	f.Add(answersSample)
	f.Add("cases: [{id: a, steps: [{match: x, verdict: passed}]}]")
	f.Add("a: &a [*a, *a]")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := LoadAnswers("a.yaml", strings.NewReader(s))
		if err != nil {
			if !errors.Is(err, ErrAnswers) {
				t.Errorf("err = %v, want it under ErrAnswers", err)
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

func TestAnswersMatchHoweverTheTextIsEncoded(t *testing.T) {
	steps := []catalogue.Step{{Text: "l’adhésion est reçue"}}
	for _, match := range []string{"l'adhésion", "l’adhe\u0301sion", "est\u00a0rec\u0327ue"} {
		c := CaseAnswers{ID: "SC-1", Steps: []StepAnswer{{Match: match}}}
		if got := c.assign(steps, func(int) bool { return true }); got[0] != 0 {
			t.Errorf("%q answers %v, want the step", match, got)
		}
	}
}
