package execution

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// RecordAll notes the commit, then what is in it.
func (w *world) RecordAll(ctx context.Context, rs []campaign.Result) (got []campaign.Recorded, err error) {
	w.mu.Lock()
	w.note("commit")
	w.mu.Unlock()
	for _, r := range rs {
		one, err := w.Record(ctx, r)
		if err != nil {
			return got, err
		}
		got = append(got, one)
	}
	return got, nil
}

// reads tests cases with the answers of a person who wrote them beforehand, of which so many share a commit.
func reads(
	ctx context.Context, t *testing.T, w *world, e *Engine, p Person, size int, cases ...catalogue.Case,
) (Summary, error) {
	t.Helper()
	var items []Item
	for _, c := range cases {
		items = append(items, Item{Case: c})
	}
	b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
	if err != nil {
		t.Fatal(err)
	}
	return e.Test(ctx, b, Guided{
		SessionOptions: SessionOptions{Items: items}, Person: p, Dossier: w, Several: w, size: size,
	})
}

// told is what was recorded and told, in order; what was asked meanwhile apart.
func (w *world) told() string {
	var all []string
	for _, line := range w.order {
		if !strings.HasPrefix(line, "ask ") {
			all = append(all, line)
		}
	}
	return strings.Join(all, "\n")
}

func rows(lines ...string) string { return strings.Join(lines, "\n") }

// TestWritten_OrderOfTheAnswers: results are recorded in the order of the answers, each told after its commit and in
// that order, by step and by case as when each has a commit of its own.
func TestWritten_OrderOfTheAnswers(t *testing.T) {
	cases := []catalogue.Case{
		kase("SC-1", "outcome je vois"), kase("SC-2", "action je clique", "outcome je vois"),
		kase("SC-3", "outcome je vois"), kase("SC-4", "outcome je vois"),
	}
	w := newWorld()
	sum, err := reads(t.Context(), t, w, newEngine(t, w, 1), &people{w: w}, 3, cases...)
	if err != nil || !sum.ok() || sum.Executed != 4 || sum.Stand[recette.Passed] != 4 {
		t.Fatalf("Test = %+v, %v", sum, err)
	}
	want := rows(
		"commit", "record SC-1 [0] closed", "record SC-2 [0] open", "record SC-2 [1] closed",
		"told SC-1 0", "event SC-1 passed", "told SC-2 0", "told SC-2 1", "event SC-2 passed",
		"commit", "record SC-3 [0] closed", "record SC-4 [0] closed",
		"told SC-3 0", "event SC-3 passed", "told SC-4 0", "event SC-4 passed",
	)
	if diff := cmp.Diff(want, w.told()); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	one := newWorld()
	if _, err := sitDown(t.Context(), t, one, newEngine(t, one, 1), &people{w: one}, cases...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(one.results, w.results, cmp.FilterPath(func(p cmp.Path) bool {
		return p.Last().String() == ".Duration"
	}, cmp.Ignore()), cmpopts.IgnoreUnexported(campaign.Result{})); diff != "" {
		t.Errorf("results (-each by itself +shared):\n%s", diff)
	}
	var kinds [2][]string
	for i, events := range [][]Event{one.events, w.events} {
		for _, ev := range events {
			if ev.Kind == EventStepRecorded || ev.Kind == EventCaseFinished {
				kinds[i] = append(kinds[i], string(ev.Kind))
			}
		}
	}
	if diff := cmp.Diff(kinds[0], kinds[1]); diff != "" {
		t.Errorf("told (-each by itself +shared):\n%s", diff)
	}
}

// TestWritten_SettlesFirst: what was answered is durable and told before automation runs, before a case comes that was
// answered already, and before a session ends, be it because the person has no answer or because it is interrupted.
func TestWritten_SettlesFirst(t *testing.T) {
	first := rows("commit", "record SC-1 [0] closed", "told SC-1 0", "event SC-1 passed")
	stop := errors.New("no answer")
	for name, tt := range map[string]struct {
		cases []catalogue.Case
		on    func(q Question, cancel func()) error // a question
		want  string
		err   error
		left  int
	}{
		"automation": {
			cases: []catalogue.Case{kase("SC-2", "context go a", "outcome je vois")},
			want: rows(
				first, "record SC-2 [0] open", "record SC-2 [1] open", "told SC-2 1", "record SC-2 [] closed",
				"event SC-2 passed",
			),
		},
		"the same case": {cases: []catalogue.Case{kase("SC-1", "outcome je vois")}, want: first},
		"no answer": {
			cases: []catalogue.Case{kase("SC-2", "outcome je vois"), kase("SC-3", "outcome je vois")},
			on: func(q Question, _ func()) error {
				if q.Case.ID == "SC-2" {
					return stop
				}
				return nil
			},
			want: first, err: stop, left: 1,
		},
		"no answer in the middle": {
			cases: []catalogue.Case{kase("SC-2", "action je clique", "outcome je vois")},
			on: func(q Question, _ func()) error {
				if q.Step == 1 {
					return stop
				}
				return nil
			},
			want: rows(
				"commit", "record SC-1 [0] closed", "record SC-2 [0] open", "told SC-1 0", "event SC-1 passed",
				"told SC-2 0",
			), err: stop, left: 1,
		},
		"an interrupt": {
			cases: []catalogue.Case{kase("SC-2", "outcome je vois")},
			on: func(q Question, cancel func()) error {
				if q.Case.ID == "SC-2" {
					cancel()
				}
				return nil
			},
			want: first, err: context.Canceled, left: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			p := &hesitating{people: &people{w: w}, on: func(q Question) error {
				if tt.on == nil {
					return nil
				}
				return tt.on(q, cancel)
			}}
			e := newEngine(t, w, 1, (&farm{}).source("go", nil, hooks{}, "go "))
			cases := append([]catalogue.Case{kase("SC-1", "outcome je vois")}, tt.cases...)
			sum, err := reads(ctx, t, w, e, p, 0, cases...)
			if !errors.Is(err, tt.err) || tt.err == nil && err != nil || sum.Left != tt.left {
				t.Errorf("Test = %d left, %v, want %d, %v", sum.Left, err, tt.left, tt.err)
			}
			if diff := cmp.Diff(tt.want, w.told()); diff != "" {
				t.Errorf("order (-want +got):\n%s", diff)
			}
		})
	}
}

// hesitating is a person who may have no answer.
type hesitating struct {
	*people
	on func(Question) error
}

func (r *hesitating) Ask(ctx context.Context, q Question) (Answer, error) {
	if err := r.on(q); err != nil {
		return Answer{}, err
	}
	return r.people.Ask(ctx, q)
}

// TestWritten_Refusals: a case that is somebody else's by the time of its commit goes with all that was answered of it,
// and the others are recorded. Any other failure ends the session there: what came before is recorded and told, nothing
// that comes after is, though it was answered.
func TestWritten_Refusals(t *testing.T) {
	full := fmt.Errorf("disk: %w", campaign.ErrAgain)
	for name, tt := range map[string]struct {
		err    error
		goesOn bool
		is     error
	}{
		"held by somebody else":        {&campaign.HeldError{Case: "SC-3", Ref: "t9"}, true, campaign.ErrHeld},
		"recorded by the same, beside": {recette.ErrAttemptUnknown, false, recette.ErrAttempt},
		"the disk is full":             {full, false, ErrRecord},
		"the disk fails":               {errors.New("fsync"), false, ErrRecord},
	} {
		for _, size := range []int{1, 2, 3, 4, 32} {
			t.Run(fmt.Sprintf("%s, %d a commit", name, size), func(t *testing.T) {
				w := newWorld()
				w.refuse = func(r campaign.Result) error {
					if r.Case == "SC-3" {
						return tt.err
					}
					return nil
				}
				var cases []catalogue.Case
				for i := range 8 {
					cases = append(cases, kase(fmt.Sprintf("SC-%d", i+1), "action je clique", "outcome je vois"))
				}
				sum, err := reads(t.Context(), t, w, newEngine(t, w, 1), &people{w: w}, size, cases...)
				if !errors.Is(err, tt.is) || !errors.Is(err, tt.err) {
					t.Errorf("error = %v, want %v", err, tt.err)
				}
				var want []string
				for _, c := range cases {
					if c.ID == "SC-3" && !tt.goesOn {
						break
					}
					if c.ID != "SC-3" {
						want = append(want, "told "+c.ID+" 0", "told "+c.ID+" 1", "event "+c.ID+" passed")
					}
				}
				var told []string
				for _, line := range w.order {
					if strings.HasPrefix(line, "told") || strings.HasPrefix(line, "event") {
						told = append(told, line)
					}
				}
				if diff := cmp.Diff(want, told); diff != "" {
					t.Errorf("told (-want +got):\n%s", diff)
				}
				if done := len(want) / 3; len(w.results) != 2*done || sum.Executed != done || sum.Green() {
					t.Errorf("%d results, %d executed, want two of each of %d", len(w.results), sum.Executed, done)
				}
				if sum.Stand[recette.NotRun] != len(cases)-sum.Executed {
					t.Errorf("stand %+v", sum.Stand)
				}
			})
		}
	}
}

// TestWritten_RefusedAtItsTurn: a case that may not begin is told of after those before it, which are recorded, and
// before those that follow.
func TestWritten_RefusedAtItsTurn(t *testing.T) {
	w := newWorld()
	w.owners["SC-2"] = "t9"
	w.results = []campaign.Result{{Case: "SC-2", Attempt: 1, Pass: 1}}
	cases := []catalogue.Case{
		kase("SC-1", "outcome je vois"), kase("SC-2", "outcome je vois"), kase("SC-3", "outcome je vois"),
	}
	sum, err := reads(t.Context(), t, w, newEngine(t, w, 1), &people{w: w}, 0, cases...)
	if owned, ok := errors.AsType[*campaign.HeldError](err); !ok || owned.Case != "SC-2" || sum.Executed != 2 {
		t.Errorf("Test = %d executed, %v, want two and the refusal", sum.Executed, err)
	}
	var told []string
	for _, ev := range w.events {
		switch ev.Kind {
		case EventCaseFinished:
			told = append(told, ev.Case.ID)
		case EventProblem:
			told = append(told, "problem "+ev.Problem.Case)
		default:
		}
	}
	if diff := cmp.Diff([]string{"SC-1", "problem SC-2", "SC-3"}, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// TestWritten_RefusedAtHand: a case that is somebody else's when its answers run out is not left open by this session.
func TestWritten_RefusedAtHand(t *testing.T) {
	w, stop := newWorld(), errors.New("no answer")
	w.refuse = func(campaign.Result) error { return &campaign.HeldError{Case: "SC-1", Ref: "t9"} }
	p := &hesitating{people: &people{w: w}, on: func(q Question) error {
		if q.Step == 1 {
			return stop
		}
		return nil
	}}
	sum, err := reads(
		t.Context(), t, w, newEngine(t, w, 1), p, 0, kase("SC-1", "action je clique", "outcome je vois"),
	)
	if !errors.Is(err, stop) || sum.Left != 0 || len(sum.Problems) != 1 || sum.Problems[0].Code != ProblemOwned {
		t.Errorf("Test = %d left, problems %+v, %v, want the refusal", sum.Left, sum.Problems, err)
	}
}

// TestWritten_AScreenThatBreaks ends the session: what was recorded with it stays, nothing is recorded after it.
func TestWritten_AScreenThatBreaks(t *testing.T) {
	w, gone := newWorld(), errors.New("the screen is gone")
	p := &breaking{people: &people{w: w}, at: "SC-2", err: gone}
	var cases []catalogue.Case
	for i := range 6 {
		cases = append(cases, kase(fmt.Sprintf("SC-%d", i+1), "outcome je vois"))
	}
	sum, err := reads(t.Context(), t, w, newEngine(t, w, 1), p, 2, cases...)
	if !errors.Is(err, gone) || len(w.results) != 2 || sum.Executed != 2 {
		t.Errorf("Test = %d executed of %d results, %v, want the commit it was in", sum.Executed, len(w.results), err)
	}
}

// breaking is a person whose screen breaks at a case.
type breaking struct {
	*people
	at  string
	err error
}

func (b *breaking) Recorded(ctx context.Context, q Question, o campaign.Observation) error {
	if q.Case.ID == b.at {
		return b.err
	}
	return b.people.Recorded(ctx, q, o)
}

// TestWritten_SeveralProcesses: people who read their answers in at once, each in a process of its own, record each
// case once, and tell what is there, all of it and nothing else.
func TestWritten_SeveralProcesses(t *testing.T) {
	dir := t.TempDir()
	var cases []catalogue.Case
	for i := range 40 {
		cases = append(cases, kase(fmt.Sprintf("SC-%02d", i), "action je clique", "outcome je vois"))
	}
	m := manifestOf(cases)
	open := func() *project {
		p, err := openProject(t.Context(), dir, "")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = p.db.Close() })
		return p
	}
	first := open()
	if err := first.service.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	worlds := []*world{newWorld(), newWorld(), newWorld()}
	ended := make(chan error, len(worlds))
	for n, w := range worlds {
		p := open()
		go func() {
			l := NewLedger(p.service, []recette.Actor{yann, samir, yann}[n], "v1", protocol.Message.String)
			e, err := New(Options{Recorder: l, Evidence: l, Clock: time.Now, Emit: w.emit})
			if err != nil {
				ended <- err
				return
			}
			items := FromManifest(&m)
			b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
			if err == nil {
				_, err = e.Test(t.Context(), b, Guided{
					SessionOptions: SessionOptions{Items: items}, Person: &people{w: w}, Dossier: l, Several: l,
					size: 5,
				})
			}
			if errors.Is(err, recette.ErrAttempt) || errors.Is(err, campaign.ErrHeld) {
				err = nil // somebody else was faster
			}
			ended <- err
		}()
	}
	for range worlds {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	recorded := map[string]int{}
	for rec, err := range first.db.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		if err != nil {
			t.Fatal(err)
		}
		r := rec.Leaf.Result
		recorded[fmt.Sprintf("told %s %d", r.Case, r.Steps[0].Step)]++
	}
	told := map[string]int{}
	for _, w := range worlds {
		for _, line := range w.order {
			if strings.HasPrefix(line, "told") {
				told[line]++
			}
		}
	}
	if diff := cmp.Diff(recorded, told); diff != "" || len(recorded) == 0 {
		t.Errorf("of %d recorded (-recorded +told):\n%s", len(recorded), diff)
	}
	for line, times := range recorded {
		if times != 1 {
			t.Errorf("%s: recorded %d times", line, times)
		}
	}
}
