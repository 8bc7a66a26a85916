package host

import (
	"io"
	"testing"

	"recette/runner/protocol"
)

// page counts what is written in it.
type page struct{ writes int }

func (p *page) WriteAt(b []byte, _ int64) (int, error) { p.writes++; return len(b), nil }

// A step may close the box and open a file of its own under the same number: nothing is written there.
func TestRepliesLeaveAFileInThePlaceOfTheBox(t *testing.T) {
	for _, ours := range []bool{true, false} {
		file := &page{}
		r := newReplies(io.Discard)
		r.box, r.safe = &protocol.Box{File: file}, func() bool { return ours }
		r.mark(1, protocol.StageStepping)
		passed := &protocol.Reply{ID: 1, StepEnd: &protocol.StepEnd{Outcome: protocol.OutcomePassed}}
		if err := r.send(passed, false); err != nil {
			t.Fatal(err)
		}
		r.stop()
		if wrote := file.writes > 0; wrote != ours {
			t.Errorf("%d writes when the file is ours: %t", file.writes, ours)
		}
	}
}
