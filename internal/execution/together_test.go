package execution

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// sitTogether tests a case with a person who is asked of an outcome with what leads to it.
func sitTogether(ctx context.Context, t *testing.T, w *world, e *Engine, p Person, c catalogue.Case) (Summary, error) {
	t.Helper()
	items := []Item{{Case: c}}
	b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
	if err != nil {
		t.Fatal(err)
	}
	return e.Test(ctx, b, Guided{SessionOptions: SessionOptions{Items: items, Together: true}, Person: p, Dossier: w})
}

// asked gives each question as "first-step", from 1.
func asked(p *people) string {
	var all []string
	for _, q := range p.asked {
		all = append(all, fmt.Sprintf("%d-%d", q.First()+1, q.Step+1))
	}
	return strings.Join(all, " ")
}

// TestTogether: preparation and actions are asked with the outcome that follows, and ticked by its verdict, in one
// result.
func TestTogether(t *testing.T) {
	six := []string{"context a", "context b", "action c", "outcome d", "action e", "outcome f"}
	failed := Answer{Verdict: recette.Failed, Observed: "rien"}
	at := func(a Answer, back int) Answer { a.Back = back; return a }
	blocked := Answer{Verdict: recette.Blocked, Cause: recette.CauseData}
	tests := map[string]struct {
		steps   []string
		hooks   hooks
		answers map[string]Answer
		asked   string
		records []string
		rows    string
		verdict recette.Verdict
	}{
		"two outcomes, two answers": {
			steps: six, asked: "1-4 5-6", records: []string{"[0 1 2 3] open", "[4 5] closed"},
			rows: "0:passed/ 1:passed/ 2:passed/ 3:passed/ 4:passed/ 5:passed/", verdict: recette.Passed,
		},
		"no outcome follows": {
			steps: []string{"outcome a", "action b", "action c"}, asked: "1-1 2-3",
			records: []string{"[0] open", "[1 2] closed"},
			rows:    "0:passed/ 1:passed/ 2:passed/", verdict: recette.Passed,
		},
		"outcomes in a row": {
			steps: []string{"action a", "outcome b", "outcome c"}, asked: "1-2 3-3",
			records: []string{"[0 1] open", "[2] closed"},
			rows:    "0:passed/ 1:passed/ 2:passed/", verdict: recette.Passed,
		},
		"the outcome fails": {
			steps: six, answers: map[string]Answer{"d": failed}, asked: "1-4",
			records: []string{"[0 1 2 3 4 5] closed"},
			rows:    "0:passed/ 1:passed/ 2:passed/ 3:failed/ 4:not_run/ 5:not_run/", verdict: recette.Failed,
		},
		"not applicable ticks too": {
			steps: six, answers: map[string]Answer{"d": {Verdict: recette.NotApplicable, Reason: "pas ici"}},
			asked:   "1-4 5-6",
			records: []string{"[0 1 2 3] open", "[4 5] closed"},
			rows:    "0:passed/ 1:passed/ 2:passed/ 3:not_applicable/ 4:passed/ 5:passed/", verdict: recette.Passed,
		},
		"a step that is named fails": {
			steps: six, answers: map[string]Answer{"d": at(failed, 2)}, asked: "1-4",
			records: []string{"[0 1 2 3 4 5] closed"},
			rows:    "0:passed/ 1:failed/ 2:not_run/ 3:not_run/ 4:not_run/ 5:not_run/", verdict: recette.Failed,
		},
		"the first step is blocked": {
			steps: six, answers: map[string]Answer{"d": at(blocked, 3)}, asked: "1-4",
			records: []string{"[0 1 2 3 4 5] closed"},
			rows:    "0:blocked/ 1:not_run/ 2:not_run/ 3:not_run/ 4:not_run/ 5:not_run/", verdict: recette.Blocked,
		},
		"blocked in the middle of the second group": {
			steps: six, answers: map[string]Answer{"f": at(blocked, 1)}, asked: "1-4 5-6",
			records: []string{"[0 1 2 3] open", "[4 5] closed"},
			rows:    "0:passed/ 1:passed/ 2:passed/ 3:passed/ 4:blocked/ 5:not_run/", verdict: recette.Blocked,
		},
		"an automated step between": {
			steps: []string{"context a", "action b", "action go c", "action d", "outcome e"}, asked: "1-2 4-5",
			records: []string{"[0 1] open", "[2] open", "[3 4] open", "[] closed"},
			rows:    "0:passed/ 1:passed/ 2:passed/passed 3:passed/ 4:passed/", verdict: recette.Passed,
		},
		"an automated step at the end": {
			steps: []string{"context a", "action b", "outcome c", "outcome go d"}, asked: "1-3",
			records: []string{"[0 1 2] open", "[3] closed"},
			rows:    "0:passed/ 1:passed/ 2:passed/ 3:passed/passed", verdict: recette.Passed,
		},
		"a worker stands by while a named step fails": {
			steps:   []string{"context a", "action b", "outcome c", "outcome go d"},
			answers: map[string]Answer{"c": at(failed, 1)},
			asked:   "1-3", records: []string{"[0 1] open", "[2 3] closed"},
			rows: "0:passed/ 1:failed/ 2:not_run/ 3:not_run/skipped", verdict: recette.Failed,
		},
		"an after hook fails": {
			steps: []string{"context go a", "action b", "outcome c"}, hooks: hooks{after: "failed"}, asked: "2-3",
			records: []string{"[0] open", "[1 2] open", "[0] closed"},
			rows:    "0:passed/passed 1:passed/ 2:passed/ 0:passed/passed", verdict: recette.Blocked,
		},
		"a before hook fails": {
			steps: []string{"context a", "outcome b", "action go c"}, hooks: hooks{before: "error"},
			records: []string{"[0 1 2] closed"}, rows: "0:not_run/ 1:not_run/ 2:not_run/skipped",
			verdict: recette.Blocked,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{}
			p := &people{w: w, answers: tt.answers}
			e := newEngine(t, w, 1, f.source("go", nil, tt.hooks, "go "))
			if _, err := sitTogether(t.Context(), t, w, e, p, kase("SC-1", tt.steps...)); err != nil {
				t.Fatal(err)
			}
			var records []string
			for _, line := range w.order {
				if row, ok := strings.CutPrefix(line, "record SC-1 "); ok {
					records = append(records, row)
				}
			}
			if diff := cmp.Diff(tt.records, records); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
			r := w.whole("SC-1")
			if got := verdicts(r); asked(p) != tt.asked || got != tt.rows || r.Verdict != tt.verdict {
				t.Errorf(
					"asked %s, recorded %s %s, want %s, %s %s", asked(p), r.Verdict, got, tt.asked, tt.verdict, tt.rows,
				)
			}
		})
	}
}

// A tick is an observation by the person that took no time; what a worker is told of it comes in the order of steps.
func TestTogetherTicks(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
	p := &people{w: w}
	p.onTold = func(q Question) {
		if q.Ticks != 2 || q.Step != 2 {
			t.Errorf("told of %+v, want step 2 with two ticks", q)
		}
	}
	c := kase("SC-1", "context a", "action b", "outcome c", "outcome go d")
	if _, err := sitTogether(t.Context(), t, w, e, p, c); err != nil {
		t.Fatal(err)
	}
	for i, o := range w.results[0].Steps {
		if o.Mode != recette.Manual || o.Verdict != recette.Passed || o.Step != i || (o.Duration == 0) != (i < 2) {
			t.Errorf("observation %d is %+v", i, o)
		}
	}
	if diff := cmp.Diff([]string{"SC-1 go d"}, f.ran); diff != "" {
		t.Errorf("steps that ran (-want +got):\n%s", diff)
	}
}

// A worker that fails at a tick ends the case there: the others run none of their steps after it.
func TestTogetherAWorkerFailsAtATick(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1, f.source("go", nil, hooks{step: "a"}, "go "), f.source("js", nil, hooks{}, "js "))
	c := kase("SC-1", "context a", "action b", "outcome c", "action js d", "outcome go e")
	if _, err := sitTogether(t.Context(), t, w, e, &people{w: w}, c); err != nil {
		t.Fatal(err)
	}
	r := w.whole("SC-1")
	want := "0:passed/ 1:passed/ 2:passed/ 3:not_run/skipped 4:not_run/skipped"
	if verdicts(r) != want || r.Verdict != recette.Blocked {
		t.Errorf("recorded %s %s, want blocked %s", r.Verdict, verdicts(r), want)
	}
	if len(f.ran) > 0 {
		t.Errorf("steps that ran: %v, want none", f.ran)
	}
}

// A step of which nothing was verified is never ticked: what goes back says what went wrong, and where it was shown.
func TestTogetherRefusals(t *testing.T) {
	c := kase("SC-1", "context a", "action b", "outcome c")
	for name, a := range map[string]Answer{
		"a success that goes back": {Verdict: recette.Passed, Back: 1},
		"set aside, going back":    {Verdict: recette.NotApplicable, Reason: "x", Back: 1},
		"before what is shown":     {Verdict: recette.Failed, Observed: "x", Back: 3},
		"after what is shown":      {Verdict: recette.Failed, Observed: "x", Back: -1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			p := &people{w: w, answers: map[string]Answer{"c": a}}
			p.onAsk = func(q Question) {
				if q.Refused != nil {
					p.answers["c"] = Answer{Leave: true}
				}
			}
			if _, err := sitTogether(t.Context(), t, w, newEngine(t, w, 1), p, c); err != nil {
				t.Fatal(err)
			}
			if len(p.asked) != 2 || len(w.results) != 0 {
				t.Errorf("%d questions, recorded %+v, want a refusal and nothing recorded", len(p.asked), w.results)
			}
		})
	}
}

// TestTogetherResumes: whatever ends a session before the verdict leaves no tick, and after it all of them.
func TestTogetherResumes(t *testing.T) {
	c := kase("SC-1", "context a", "action b", "outcome c", "action d", "outcome e")
	lost := errors.New("disk gone")
	tests := map[string]struct {
		first func(p *people, w *world, cancel func())
		want  string // asked when the case is taken up again
	}{
		"left at the first question": {func(p *people, _ *world, _ func()) {
			p.answers["c"] = Answer{Leave: true}
		}, "1-3 4-5"},
		"left at the second": {func(p *people, _ *world, _ func()) {
			p.answers["e"] = Answer{Leave: true}
		}, "4-5"},
		"interrupted at the first": {func(p *people, _ *world, cancel func()) {
			p.onAsk = func(Question) { cancel() }
		}, "1-3 4-5"},
		"killed while the row was going": {func(_ *people, w *world, _ func()) {
			w.refuse = func(campaign.Result) error { return lost }
		}, "1-3 4-5"},
		"killed once it was there": {func(p *people, _ *world, cancel func()) {
			p.onTold = func(Question) { cancel() }
		}, "4-5"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			p := &people{w: w, answers: map[string]Answer{}}
			tt.first(p, w, cancel)
			_, _ = sitTogether(ctx, t, w, newEngine(t, w, 1), p, c) // how it ends is not what is tested
			w.refuse = nil
			p = &people{w: w}
			if _, err := sitTogether(t.Context(), t, w, newEngine(t, w, 1), p, c); err != nil {
				t.Fatal(err)
			}
			if got := asked(p); got != tt.want {
				t.Errorf("asked %s, want %s", got, tt.want)
			}
			if got := verdicts(w.whole("SC-1")); got != "0:passed/ 1:passed/ 2:passed/ 3:passed/ 4:passed/" {
				t.Errorf("recorded %s", got)
			}
		})
	}
	t.Run("in the middle of a group", func(t *testing.T) {
		w := newWorld()
		p := &people{w: w, answers: map[string]Answer{"b": {Leave: true}}}
		if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), p, c); err != nil { // step by step
			t.Fatal(err)
		}
		p = &people{w: w}
		if _, err := sitTogether(t.Context(), t, w, newEngine(t, w, 1), p, c); err != nil || asked(p) != "2-3 4-5" {
			t.Errorf("asked %s, %v, want what was not judged", asked(p), err)
		}
	})
}

// What was given before a verdict goes with the step of the verdict; what was given of a step that is ticked stays
// there.
func TestTogetherNotes(t *testing.T) {
	c := kase("SC-1", "context a", "action b", "outcome c", "outcome d")
	keep := func(q Question, step int, text string) {
		if err := q.At(step).Keep(Notes{Comment: text}); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		answer Answer
		want   []string
	}{
		"ticked": {Answer{Verdict: recette.Passed, Comment: "de c"}, []string{"de a", "", "de c", ""}},
		"named": {
			Answer{Verdict: recette.Failed, Observed: "rien", Back: 1, Comment: "de c"},
			[]string{"de a", "de c", "", ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			p := &noting{people: people{w: w}, answer: func(q Question) (Answer, error) {
				if q.Step != 2 {
					return Answer{Verdict: recette.Passed}, nil
				}
				keep(q, 0, "de a")
				keep(q, 2, "de c")
				if got := q.At(0).Notes.Comment; got != "de a" {
					t.Errorf("notes of the first step is %q", got)
				}
				return tt.answer, nil
			}}
			if _, err := sitTogether(t.Context(), t, w, newEngine(t, w, 1), p, c); err != nil {
				t.Fatal(err)
			}
			got := make([]string, 4)
			for _, s := range w.finished(t, "SC-1").Steps {
				got[slices.IndexFunc(c.Steps, func(k catalogue.Step) bool { return k.Text == s.Text })] = s.Comment
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("comments by step (-want +got):\n%s", diff)
			}
		})
	}
}
