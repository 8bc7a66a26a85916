package execution

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/recette"
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
	a, err := LoadAnswers(strings.NewReader(s))
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

func TestLoadAnswersRefuses(t *testing.T) {
	tests := map[string]struct {
		file, field string
		line        int
	}{
		"unknown key":      {"tester: x\nverdikt: y\n", "", 2},
		"unknown step key": {"cases:\n  - id: a\n    steps:\n      - match: x\n        verdict: passed\n        obs: y\n", "", 6},
		"duplicate key":    {"tester: a\ntester: b\n", "", 2},
		"wrong type":       {"cases: 3\n", "", 1},
		"no case":          {"tester: x\n", "cases", 0},
		"empty":            {"", "cases", 0},
		"no id":            {"cases:\n  - {steps: []}\n", "cases[0].id", 0},
		"id twice":         {"cases:\n  - {id: a}\n  - {id: a}\n", "cases[1].id", 0},
		"no match":         {"cases:\n  - {id: a, steps: [{verdict: passed}]}\n", "cases[0].steps[0].match", 0},
		"unknown verdict":  {"cases:\n  - {id: a, steps: [{match: x, verdict: ok}]}\n", "cases[0].steps[0].verdict", 0},
		"not run":          {"cases:\n  - {id: a, steps: [{match: x, verdict: not_run}]}\n", "cases[0].steps[0].verdict", 0},
		"unknown cause":    {"cases:\n  - {id: a, steps: [{match: x, verdict: blocked, cause: pluie}]}\n", "cases[0].steps[0].cause", 0},
		"bad default":      {"default: failed\ncases:\n  - {id: a}\n", "default", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := LoadAnswers(strings.NewReader(tt.file))
			var bad *AnswersError
			if !errors.As(err, &bad) || !errors.Is(err, ErrAnswers) {
				t.Fatalf("err = %v, want *AnswersError", err)
			}
			if bad.Field != tt.field || bad.Line != tt.line {
				t.Errorf("at %q line %d, want %q line %d: %v", bad.Field, bad.Line, tt.field, tt.line, err)
			}
		})
	}
}

func FuzzLoadAnswers(f *testing.F) {
	f.Add(answersSample)
	f.Add("cases: [{id: a, steps: [{match: x, verdict: passed}]}]")
	f.Add("a: &a [*a, *a]")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := LoadAnswers(strings.NewReader(s))
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
