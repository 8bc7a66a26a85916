package execution

import (
	"context"
	"errors"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// sitAt conducts a session of the campaign v1 on a real store, in the name of an actor.
func sitAt(t *testing.T, p *project, actor recette.Actor, person Person, cases ...catalogue.Case) (Summary, error) {
	t.Helper()
	l := NewLedger(p.service, actor, "v1", protocol.Message.String)
	e, err := New(Options{Recorder: l, Evidence: l, Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	m := manifestOf(cases)
	items := FromManifest(&m)
	b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
	if err != nil {
		t.Fatal(err)
	}
	return e.Test(t.Context(), b, Guided{SessionOptions: SessionOptions{Items: items}, Person: person, Dossier: l})
}

func TestLedger(t *testing.T) {
	p, err := openProject(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer p.db.Close() // the test is over
	c := kase("SC-1", "action je clique", "outcome je vois", "outcome je lis")
	m := manifestOf([]catalogue.Case{c})
	if err := p.service.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	w := newWorld()
	leaves := &people{w: w, answers: map[string]Answer{
		"je vois": {Verdict: recette.PassedWithRemark, Observed: "« vu »", Comment: "à revoir"},
		"je lis":  {Leave: true},
	}}
	sum, err := sitAt(t, p, yann, leaves, c)
	if err != nil || sum.Left != 1 {
		t.Fatalf("first session = %+v, %v", sum, err)
	}
	t.Run("somebody else is refused", func(t *testing.T) {
		_, err := sitAt(t, p, samir, &people{w: w}, c)
		var owned *campaign.HeldError
		if !errors.As(err, &owned) || owned.Ref != yann.Ref || !errors.Is(err, campaign.ErrHeld) {
			t.Errorf("err = %v, want *campaign.HeldError of %s", err, yann.Ref)
		}
	})
	t.Run("a changed text is refused", func(t *testing.T) {
		other := c
		other.Content = "content/1:autre"
		_, err := sitAt(t, p, yann, &people{w: w}, other)
		var drift *campaign.DriftError
		if !errors.As(err, &drift) || drift.Frozen != c.Content || drift.Present != other.Content {
			t.Errorf("err = %v, want *campaign.DriftError", err)
		}
	})
	t.Run("changed data are refused", func(t *testing.T) {
		changed := func(_ context.Context, id string) error {
			return &DataError{Case: id, Set: "JDD-1", Path: "data/JDD-1.yaml"}
		}
		l := NewLedger(p.service, yann, "v1", protocol.Message.String).Holding(changed)
		_, err := l.Begin(t.Context(), campaign.Begin{Case: c.ID, Content: c.Content, Mode: recette.Manual})
		told, one := refusal(c.ID, err)
		if !errors.Is(err, ErrData) || !one || told.Code != ProblemData || told.Said.String() != "JDD-1" {
			t.Errorf("err = %v, told as %+v", err, told)
		}
	})
	t.Run("the owner resumes with the texts", func(t *testing.T) {
		back := &people{w: w, answers: map[string]Answer{"je lis": {Verdict: recette.Failed, Observed: "rien"}}}
		sum, err := sitAt(t, p, yann, back, c)
		if err != nil || sum.Executed != 1 || sum.ok() {
			t.Fatalf("second session = %+v, %v", sum, err)
		}
		q := back.asked[0]
		if o := q.Observed(1); q.Step != 2 || q.Pass != 2 || o == nil || o.Observed != "« vu »" ||
			o.Comment != "à revoir" {
			t.Errorf("question = %+v", q)
		}
		all, err := NewLedger(p.service, yann, "v1", protocol.Message.String).Cases(t.Context())
		if err != nil || all[0].Verdict != recette.Failed || all[0].Open {
			t.Errorf("cases = %+v, %v", all, err)
		}
	})
}

// overtaken is a recorder of a run that another one overtakes: whatever it is about to record of a case in ahead,
// somebody records first.
type overtaken struct {
	*Ledger
	ahead func(r campaign.Result) error
}

func (o overtaken) Record(ctx context.Context, r campaign.Result) (campaign.Recorded, error) {
	if err := o.ahead(r); err != nil {
		return campaign.Recorded{}, err
	}
	return o.Ledger.Record(ctx, r)
}

// TestTwoRunsMeet: of two runs of a campaign that meet on a case one records it. The other says so, keeps nothing of
// its own, and goes on; it is not green. So it is when a slow step is recorded before the case ends.
func TestTwoRunsMeet(t *testing.T) {
	for name, slow := range map[string]time.Duration{"at its end": time.Hour, "at a slow step": time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			p, err := openProject(t.Context(), t.TempDir(), "")
			if err != nil {
				t.Fatal(err)
			}
			defer p.db.Close() // the test is over
			cases := []catalogue.Case{
				kase("SC-1", "context go a", "outcome go b"), kase("SC-2", "context go a", "outcome go b"),
				kase("SC-3", "context go a", "outcome go b"),
			}
			m := manifestOf(cases)
			if err := p.service.Open(t.Context(), elise, m); err != nil {
				t.Fatal(err)
			}
			other := NewLedger(p.service, samir, "v1", protocol.Message.String) // at another terminal
			l := NewLedger(p.service, samir, "v1", protocol.Message.String)
			record := overtaken{l, func(r campaign.Result) error {
				if r.Case != "SC-2" || len(r.Steps) == 0 || r.Steps[0].Step > 0 {
					return nil
				}
				a, err := other.Begin(t.Context(), campaign.Begin{Case: r.Case, Content: r.Content, Mode: r.Mode})
				if err != nil {
					return err
				}
				r = campaign.Result{
					Case: r.Case, Content: r.Content, Attempt: a.Number, Pass: a.Pass, Mode: r.Mode, Hold: a.Hold,
					Closed: true,
				}
				for i := range 2 {
					r.Steps = append(
						r.Steps,
						campaign.Observation{
							Step: i, Mode: recette.Automated, Outcome: recette.OutcomePassed, Verdict: recette.Passed,
						},
					)
				}
				_, err = other.Record(t.Context(), r)
				return err
			}}
			w := newWorld()
			dawdle := script{
				"go b": func(*fakeWorker, *protocol.StepEnd) error { time.Sleep(20 * time.Millisecond); return nil },
			}
			e, err := New(Options{
				Recorder: record, Evidence: l, Emit: w.emit, Clock: time.Now, Slow: slow,
				Sources: []Source{(&farm{}).source("go", dawdle, hooks{}, "go ")},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			b, err := e.Bind(t.Context(), stream(cases...), binding.Policy{People: true})
			if err != nil {
				t.Fatal(err)
			}
			sum, err := e.Run(t.Context(), b, stream(cases...))
			if err != nil || sum.Executed != 2 || sum.Verdicts[recette.Passed] != 2 || sum.Green() {
				t.Errorf("Run = %+v, %v, want the two other cases, and not green", sum, err)
			}
			if len(sum.Problems) != 1 || sum.Problems[0].Code != ProblemTaken || sum.Problems[0].Case != "SC-2" {
				t.Errorf("problems = %+v, want that SC-2 was taken", sum.Problems)
			}
			left := 0
			for _, ev := range w.events {
				if ev.Kind == EventCaseFinished && ev.Case.ID == "SC-2" {
					t.Error("a result that was not recorded was reported")
				}
				if ev.Kind == EventCaseLeft && ev.Case.ID == "SC-2" && ev.Case.Verdict == recette.NotRun {
					left++
				}
			}
			if left != 1 {
				t.Errorf("told %d times that SC-2 was left, want once", left)
			}
			all, err := l.Cases(t.Context())
			if err != nil || len(all) != 3 {
				t.Fatal(all, err)
			}
			for _, c := range all {
				if c.Verdict != recette.Passed || c.Open {
					t.Errorf("%s = %+v, want one closed attempt", c.ID, c)
				}
			}
		})
	}
}
