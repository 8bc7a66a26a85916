package answers

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/recette"
)

func TestRobotSession(t *testing.T) {
	n := &notebook{}
	a := load(t, sample)
	if a.Tester != "Jeanne Martin" {
		t.Errorf("tester = %q", a.Tester)
	}
	r := NewRobot(a, func(p string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(p)), nil }, n, nil)
	cases := []string{"context je suis là", "action je clique", "outcome je vois\u00a0la  liste"}
	sum, err := sit(t, n, r,
		kase("SC-1", cases...), kase("SC-2/paris", "outcome je vois un", "outcome je vois deux"))
	if err != nil || sum.Executed != 2 {
		t.Fatalf("Test = %+v, %v", sum, err)
	}
	steps, first := n.standing("SC-1")
	if o := steps[2]; first.Verdict != recette.Failed || o.Observed != "« La liste est vide »" ||
		len(o.Evidence) != 1 ||
		o.Evidence[0].MIME != "image/png" || o.Evidence[0].Name != "liste.png" {
		t.Errorf("SC-1 = %s, %+v", first.Verdict, steps)
	}
	if got := n.verdicts("SC-2/paris"); got != "0:passed 1:passed_with_remark" {
		t.Errorf("SC-2 = %s: answers are taken in order", got)
	}
	want := []Unused{{Case: "SC-2", Match: "jamais"}, {Case: "SC-3"}}
	if diff := cmp.Diff(want, r.Unused()); diff != "" {
		t.Errorf("unused (-want +got):\n%s", diff)
	}
}

func TestRobotNeverPassInSilence(t *testing.T) {
	tests := map[string]struct {
		file string
		step string
	}{
		"outcome without an answer":  {sample, "outcome autre chose"},
		"unknown type":               {sample, "unknown autre chose"},
		"action without a default":   {"cases:\n  - {id: SC-1}\n", "action autre chose"},
		"case that the file ignores": {"cases:\n  - {id: SC-9}\ndefault: passed\n", "outcome autre chose"},
		"row that has its own answer": {
			"cases:\n  - {id: SC-1/lyon, steps: [{match: autre, verdict: passed}]}\n", "outcome autre chose",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			n := &notebook{}
			r := NewRobot(load(t, tt.file), noEvidence, n, nil)
			_, err := sit(t, n, r, kase("SC-1", tt.step))
			var none *NoneError
			if !errors.As(err, &none) || none.Case != "SC-1" || none.Text != "autre chose" {
				t.Errorf("err = %v, want *NoneError", err)
			}
			if len(n.rows) != 0 {
				t.Errorf("recorded %+v", n.rows)
			}
		})
	}
}

// TestRobotAfterAResume: two steps share a text; the second answer belongs to the second step whoever asked the first.
func TestRobotAfterAResume(t *testing.T) {
	n := &notebook{}
	c := kase("SC-2", "outcome je vois", "outcome je vois")
	p := somebody(func(q execution.Question) (execution.Answer, error) {
		return execution.Answer{Leave: q.Step == 1, Verdict: recette.Passed}, nil
	})
	if _, err := sit(t, n, p, c); err != nil {
		t.Fatal(err)
	}
	r := NewRobot(load(t, sample), noEvidence, n, nil)
	if _, err := sit(t, n, r, c); err != nil {
		t.Fatal(err)
	}
	if steps, got := n.standing("SC-2"); got.Verdict != recette.PassedWithRemark {
		t.Errorf("verdict = %s, want the second answer: %+v", got.Verdict, steps)
	}
}

// TestRobotAfterADraft: what a person gave of a step before its verdict stays when a file answers.
func TestRobotAfterADraft(t *testing.T) {
	for name, tt := range map[string]struct{ file, want string }{
		"an answer": {
			"cases: [{id: SC-1, steps: [{match: je clique, verdict: passed, comment: du fichier}]}]",
			"lent\ndu fichier",
		},
		"without a comment": {"cases: [{id: SC-1, steps: [{match: je clique, verdict: passed}]}]", "lent"},
		"the default":       {"default: passed\ncases: [{id: SC-9}]", "lent"},
	} {
		t.Run(name, func(t *testing.T) {
			n := &notebook{}
			c := kase("SC-1", "action je clique")
			ev, err := n.Put(t.Context(), "x.txt", "text/plain", strings.NewReader("vu"))
			if err != nil {
				t.Fatal(err)
			}
			note := execution.Notes{Comment: "lent", Evidence: []campaign.Attachment{ev}}
			p := somebody(func(q execution.Question) (execution.Answer, error) {
				return execution.Answer{Leave: true}, q.Keep(note)
			})
			if _, err := sit(t, n, p, c); err != nil {
				t.Fatal(err)
			}
			r := NewRobot(load(t, tt.file), noEvidence, n, nil)
			if _, err := sit(t, n, r, c); err != nil {
				t.Fatal(err)
			}
			steps, _ := n.standing("SC-1")
			if o := steps[0]; len(steps) != 1 || o.Verdict != recette.Passed || o.Comment != tt.want ||
				len(o.Evidence) != 1 {
				t.Errorf("recorded %+v, want passed with %q and the evidence", o, tt.want)
			}
		})
	}
}
