package execution

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// crowd is how many testers work at once, half of them on each of two campaigns of one store.
const crowd = 8

func tester(n int) recette.Actor {
	return recette.Actor{Ref: fmt.Sprintf("p-%d", n), Name: fmt.Sprintf("Testeur %d", n), Role: recette.Tester}
}

// openCampaign freezes cases under an id, with everybody of the crowd as a tester.
func openCampaign(t *testing.T, p *project, id string, cases []catalogue.Case) plan.Manifest {
	t.Helper()
	m := manifestOf(cases)
	m.Campaign = id
	for n := range crowd {
		a := tester(n)
		m.Parties = append(m.Parties, plan.Participant{Ref: a.Ref, Name: a.Name, Role: string(a.Role)})
	}
	if err := p.service.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestSessionsTogether has several testers in one process, on one campaign and on another: each starts elsewhere,
// leaves what somebody else holds for later, gives notes, goes away in the middle of a case and comes back, and
// corrects itself. Every case is conducted once, by one of them, and what was acknowledged is in the journal.
func TestSessionsTogether(t *testing.T) {
	p, err := openProject(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer p.db.Close() // the test is over
	f := &farm{}
	var cases []catalogue.Case
	for n := range 6 {
		cases = append(
			cases,
			kase(fmt.Sprintf("SC-%d", n), "context go a", "action je clique", "outcome je vois", "outcome je lis"),
		)
	}
	var engines []*Engine
	var bindings []*binding.Binding
	var items [][]Item
	for _, id := range []string{"v1", "v2"} {
		m := openCampaign(t, p, id, cases)
		e, err := New(Options{Sources: []Source{f.source("go", nil, hooks{}, "go ")}, Clock: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		list := FromManifest(&m)
		b, err := e.Bind(t.Context(), Cases(list), binding.Policy{People: true})
		if err != nil {
			t.Fatal(err)
		}
		engines, bindings, items = append(engines, e), append(bindings, b), append(items, list)
	}
	acks := &acknowledged{of: map[string]int{}}
	var wg sync.WaitGroup
	for n := range crowd {
		wg.Go(func() {
			at := n % 2
			ledger := NewLedger(p.service, tester(n), []string{"v1", "v2"}[at], protocol.Message.String)
			s, err := engines[at].NewSession(t.Context(), bindings[at], SessionOptions{
				Items: items[at], Recorder: ledger, Evidence: ledger, Recorded: acks.recorded(ledger.id),
			})
			if err == nil {
				err = work(t.Context(), s, n)
			}
			if err == nil {
				_, err = s.Close(t.Context())
			}
			if err != nil {
				t.Errorf("tester %d: %v", n, err)
			}
		})
	}
	wg.Wait()
	rows := map[string]int{}
	for rec, err := range p.db.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range rec.Leaf.Result.Steps {
			if o.Mode == string(recette.Manual) && o.Verdict != string(recette.NotRun) {
				rows[fmt.Sprintf("%s %s %d", rec.Leaf.Campaign, rec.Leaf.Result.Case, o.Step)]++
			}
		}
	}
	for key, n := range acks.of {
		if rows[key] != n {
			t.Errorf("%s: %d verdicts were acknowledged, %d are recorded", key, n, rows[key])
		}
	}
	for at, id := range []string{"v1", "v2"} {
		all, err := p.service.Cases(t.Context(), tester(at), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range all {
			if c.Open || c.Attempt != 1 || c.Verdict != recette.PassedWithRemark {
				t.Errorf("%s: %+v, want one attempt, closed, conform with a remark", id, c)
			}
		}
		st, err := p.service.Status(t.Context(), tester(at), id)
		if err != nil || len(st.Strays) > 0 {
			t.Errorf("%s: %v, results that count for nothing: %v", id, err, st.Strays)
		}
	}
}

// acknowledged counts what people were told to be recorded, by campaign, case and step.
type acknowledged struct {
	mu sync.Mutex
	of map[string]int
}

func (a *acknowledged) recorded(id string) func(context.Context, Question, campaign.Observation) error {
	return func(_ context.Context, q Question, o campaign.Observation) error {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.of[fmt.Sprintf("%s %s %d", id, q.Case.ID, o.Step)]++
		return nil
	}
}

// work goes through the cases until none is left, from another one for each tester.
func work(ctx context.Context, s *Session, n int) error {
	var todo []string
	for i := range s.Items {
		todo = append(todo, s.Items[(i+n/2)%len(s.Items)].Case.ID)
	}
	away := map[string]bool{}
	for turns := 0; len(todo) > 0; turns++ {
		if turns > 10_000 {
			return errors.New("some case never came free")
		}
		id := todo[0]
		todo = todo[1:]
		switch done, err := one(ctx, s, id, !away[id]); {
		case errors.Is(err, campaign.ErrHeld):
			if held, ok := errors.AsType[*campaign.HeldError](err); !ok || held.Ref == "" || held.Ref == tester(n).Ref {
				return fmt.Errorf("held by nobody: %w", err)
			}
			todo = append(todo, id)
			time.Sleep(time.Millisecond)
		case errors.Is(err, recette.ErrAttempt), errors.Is(err, ErrHasResult): // somebody else conducted it meanwhile
		case err != nil:
			return err
		case !done:
			away[id] = true
			todo = slices.Insert(todo, min(1, len(todo)), id) // comes back after another case
		}
	}
	return nil
}

// one conducts a case that nobody conducted; leave goes away in the middle of it, when it was not done before.
func one(ctx context.Context, s *Session, id string, leave bool) (done bool, err error) {
	open, err := s.Begin(ctx, id)
	if err == nil && open != nil {
		err = s.Resume(ctx)
	}
	if err != nil {
		return false, err
	}
	for q := s.Question(); q != nil; q = s.Question() {
		a := Answer{Verdict: recette.Passed}
		switch {
		case q.Again:
			a = Answer{Verdict: recette.PassedWithRemark, Comment: q.Notes.Comment}
		case q.Step == 2:
			if err := q.Keep(Notes{Comment: "lent"}); err != nil {
				return false, err
			}
			a.Comment = s.Question().Notes.Comment
		case q.Step == 3 && leave:
			return false, nil // Begin of the next case leaves this one
		case q.Step == 3 && q.Observed(2).Verdict == recette.Passed:
			if err := s.Back(ctx, 2); err != nil {
				return false, err
			}
			continue
		}
		if err := s.Answer(ctx, a); err != nil {
			return false, err
		}
	}
	return true, nil
}

// Two sessions may come to one case before anything is recorded of it: the first answer holds it, the other is told by
// whom, and goes on with another case. The same person at two screens is told too.
func TestSessionsOnOneCase(t *testing.T) {
	for name, second := range map[string]struct {
		actor recette.Actor
		goes  bool // on with the case, from where the first left it
		is    error
	}{
		"two persons":              {tester(1), false, campaign.ErrHeld},
		"two screens, both stay":   {tester(0), false, recette.ErrAttempt},
		"two screens, one goes on": {tester(0), true, recette.ErrAttempt},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := openProject(t.Context(), t.TempDir(), "")
			if err != nil {
				t.Fatal(err)
			}
			defer p.db.Close() // the test is over
			cases := []catalogue.Case{
				kase("SC-1", "action je clique", "outcome je vois"), kase("SC-2", "outcome je lis"),
			}
			m := openCampaign(t, p, "v1", cases)
			items := FromManifest(&m)
			e, err := New(Options{Clock: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
			if err != nil {
				t.Fatal(err)
			}
			open := func(actor recette.Actor) *Session {
				l := NewLedger(p.service, actor, "v1", protocol.Message.String)
				s, err := e.NewSession(t.Context(), b, SessionOptions{Items: items, Recorder: l, Evidence: l})
				if err != nil {
					t.Fatal(err)
				}
				return s
			}
			one, two := open(tester(0)), open(second.actor)
			take(t, one, "SC-1")
			take(t, two, "SC-1")
			say(t, one, passed)
			if second.goes {
				take(t, two, "SC-1")
				say(t, two, passed)
				two = one // is the screen that was left behind
			}
			err = two.Answer(t.Context(), Answer{Verdict: recette.Failed, Observed: "rien"})
			if !errors.Is(err, second.is) || errors.Is(err, ErrRecord) || two.Question() != nil {
				t.Errorf("Answer = %v, want %v and the case let go", err, second.is)
			}
			if held, ok := errors.AsType[*campaign.HeldError](err); ok && held.Ref != tester(0).Ref {
				t.Errorf("held by %s, want %s", held.Ref, tester(0).Ref)
			}
			take(t, two, "SC-2")
			say(t, two, passed)
			all, err := p.service.Cases(t.Context(), tester(0), "v1")
			if err != nil || all[0].Verdict == recette.Failed || all[1].Verdict != recette.Passed {
				t.Errorf("cases = %+v, %v", all, err)
			}
		})
	}
}
