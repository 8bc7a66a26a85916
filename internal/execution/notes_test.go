package execution

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// What a person gives of a step before its verdict stays, however the session ends; it is no verdict.
func TestSessionKeepsNotes(t *testing.T) {
	c := kase("SC-1", "action je clique", "outcome je vois")
	for name, end := range map[string]func(cancel func()) (Answer, error){
		"left":        func(func()) (Answer, error) { return Answer{Leave: true}, nil },
		"interrupted": func(cancel func()) (Answer, error) { cancel(); return Answer{}, context.Canceled },
		"broken":      func(func()) (Answer, error) { return Answer{}, errors.New("terminal gone") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			ev, err := w.Put(t.Context(), "x.txt", "text/plain", strings.NewReader("vu"))
			if err != nil {
				t.Fatal(err)
			}
			note := Notes{Comment: "lent\ntrès lent", Evidence: []campaign.Attachment{ev}}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			first := &noting{people: people{w: w}, answer: func(q Question) (Answer, error) {
				if q.Step == 0 {
					return Answer{Verdict: recette.Passed}, nil
				}
				if err := q.Keep(note); err != nil {
					t.Fatal(err)
				}
				return end(cancel)
			}}
			_, _ = sitDown(ctx, t, w, newEngine(t, w, 1), first, c) // how it ends is not what is tested
			if _, _, open, _ := w.last("SC-1"); !open {
				t.Fatal("the attempt was closed by notes")
			}
			var seen Notes
			second := &noting{people: people{w: w}, answer: func(q Question) (Answer, error) {
				seen = q.Notes
				return Answer{Verdict: recette.Passed, Comment: q.Notes.Comment, Evidence: q.Notes.Evidence}, nil
			}}
			if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), second, c); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(note, seen); diff != "" {
				t.Errorf("notes at resume (-want +got):\n%s", diff)
			}
			_, _, open, stands := w.last("SC-1")
			if o := stands[1]; open || o.Verdict != recette.Passed || o.Comment != note.Comment ||
				len(o.Evidence) != 1 {
				t.Errorf("step 2 stands as %+v, open %t, want conform with what was given before", o, open)
			}
		})
	}
}

// Notes begin an attempt, which stands in the place of the one before: what was conform is not green any more, until
// the step is judged. A question that was only looked at begins none.
func TestSessionNotesOfANewAttemptIsNotGreen(t *testing.T) {
	c := kase("SC-1", "outcome je vois")
	for name, tt := range map[string]struct {
		notes Notes
		want  recette.Verdict
	}{
		"notes": {Notes{Comment: "à revoir"}, recette.NotRun}, "nothing": {Notes{}, recette.Passed},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), &people{w: w}, c); err != nil {
				t.Fatal(err)
			}
			p := &noting{people: people{w: w}, answer: func(q Question) (Answer, error) {
				if !tt.notes.Empty() {
					if err := q.Keep(tt.notes); err != nil {
						t.Fatal(err)
					}
				}
				return Answer{Leave: true}, nil
			}}
			items := []Item{{Case: c}}
			e := newEngine(t, w, 1)
			b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
			if err != nil {
				t.Fatal(err)
			}
			sum, err := e.Test(
				t.Context(), b,
				Guided{SessionOptions: SessionOptions{Items: items, Again: true}, Person: p, Dossier: w},
			)
			if err != nil || sum.Stand[tt.want] != 1 || sum.Green() != tt.want.Conform() {
				t.Errorf("Test = %v, Stand %v, green %v, want one %s", err, sum.Stand, sum.Green(), tt.want)
			}
		})
	}
}

// noting answers by a function.
type noting struct {
	people
	answer func(Question) (Answer, error)
}

func (p *noting) Ask(_ context.Context, q Question) (Answer, error) { return p.answer(q) }
