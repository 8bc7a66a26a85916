package execution

import (
	"context"
	"errors"
	"io"
	"testing"

	"recette/internal/campaign"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// refusing is a world whose evidence store refuses everything.
type refusing struct{ *world }

func (refusing) Put(context.Context, string, string, io.Reader) (campaign.Attachment, error) {
	return campaign.Attachment{}, errors.New("refused")
}

// TestEndBoundsWhatAWorkerMaySay: once an attempt is over its worker may finish what it had begun, and nothing else:
// a word about a step that is not its own, or the same word for ever, ends it.
func TestEndBoundsWhatAWorkerMaySay(t *testing.T) {
	attach := func(_ *fakeWorker, s *protocol.StepEnd) error {
		s.Attachments = []protocol.Attachment{{Name: "a.png", Body: []byte("PNG")}} // refused: the attempt is over
		return nil
	}
	said := 0
	say := func(index int) func(*fakeWorker, *protocol.StepEnd) error {
		return func(w *fakeWorker, s *protocol.StepEnd) error {
			if said++; said > 100 {
				t.Fatal("the worker is listened to for ever")
			}
			s.Index = index
			w.pos-- // it never comes to an end
			return nil
		}
	}
	tests := map[string]struct {
		second func(*fakeWorker, *protocol.StepEnd) error
		killed bool
		rows   string
	}{
		"the step under way":  {nil, false, "0:passed/passed 1:passed/passed"},
		"no such step":        {say(7), true, "0:passed/passed 1:not_run/skipped"},
		"a negative step":     {say(-1), true, "0:passed/passed 1:not_run/skipped"},
		"a step told already": {say(0), true, "0:passed/passed 1:not_run/skipped"},
		"one step for ever":   {say(1), true, "0:passed/passed 1:passed/passed"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			said = 0
			w, f := newWorld(), &farm{}
			e, err := New(Options{
				Sources:  []Source{f.source("go", script{"go a": attach, "go b": tt.second}, hooks{}, "go ")},
				Recorder: w, Evidence: refusing{w}, Emit: w.emit, Clock: clockFrom(),
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(e.Close)
			b, err := e.Bind(t.Context(), stream(kase("SC-1", "context go a", "outcome go b")), binding.Policy{})
			if err != nil {
				t.Fatal(err)
			}
			k := newConductor(t.Context(), e, newCommitter(t.Context(), w, 0))
			c := kase("SC-1", "context go a", "outcome go b")
			owners, err := b.Owners(0, &c)
			if err != nil {
				t.Fatal(err)
			}
			a := e.newAttempt(0, &c, owners, campaign.Attempt{Number: 1, Pass: 1})
			if err := k.conduct(t.Context(), a); err != nil {
				t.Fatal(err)
			}
			r := a.close()
			if r.Outcome != recette.OutcomeError || verdicts(&r) != tt.rows {
				t.Errorf("outcome %s, rows %s, want %s", r.Outcome, verdicts(&r), tt.rows)
			}
			if killed := k.workers[0] == nil; killed != tt.killed {
				t.Errorf("worker killed = %v, want %v", killed, tt.killed)
			}
			k.release()
		})
	}
}
