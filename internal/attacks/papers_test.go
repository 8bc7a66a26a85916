package attacks

import (
	"testing"

	"recette/internal/journal"
	"recette/internal/verify"
)

// TestAReplacementOfNothing: in a plan of one journey, a PV that replaces another may not leave that out, whichever of
// the two things it is about.
func TestAReplacementOfNothing(t *testing.T) {
	t.Parallel()
	for _, of := range []string{"adhesion", ""} {
		w := newWorldOf(t, 3)
		w.pronounce(journal.Decision{Journey: of, Decision: "refused"}, "non")
		first := w.makeOf(of)
		w.rendered(first, first.file)
		signed := w.sign(first, first.file)
		w.leaf(marc, journal.KindPVEnd, func(l *journal.Leaf, text func(string) string) {
			l.End = &journal.PVEnd{
				Journey: of, Number: first.draft.Number, SHA256: verify.Digest(signed), Act: "replace",
				Reason: text("faux"),
			}
		})
		second := w.makeOf(of)
		lie := second.pv
		if len(lie.Replaces) != 1 {
			t.Fatalf("of %q: the honest PV replaces %v", of, lie.Replaces)
		}
		lie.Replaces = nil
		r := w.judge(w.draw(lie, lie, second, second.texts, w.contents(second.file)), true)
		if codes(r)[verify.NoteMismatch] != verify.NotConform {
			t.Errorf("of %q: a PV that hides what it replaces is judged %v", of, codes(r))
		}
	}
}
