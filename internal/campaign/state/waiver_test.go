package state

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Under a plan of before journals held derogations, a decision may cite a number that none of them has: that of a
// decision elsewhere. From then on, nothing but a granted derogation stands behind such a number.
func TestWaived_OfAFormerPlan(t *testing.T) {
	elsewhere := recette.Waiver{All: true, Exit: true, Elsewhere: true}
	asked := journal.Leaf{Kind: journal.KindDerogation, Derogation: &journal.Derogation{
		Number: "DER-0001", Act: recette.AskDerogation, Subject: "SC-1",
	}}
	beyond := journal.Leaf{Kind: journal.KindDerogation, Derogation: &journal.Derogation{
		Number: "DER-0001", Act: recette.AskDerogation, Subject: "exit/6",
	}}
	granted := journal.Leaf{Kind: journal.KindDerogation, Derogation: &journal.Derogation{
		Number: "DER-0001", Act: recette.GrantDerogation,
	}}
	for name, tt := range map[string]struct {
		leaves []journal.Leaf
		v      int
		seq    int64
		citing string
		want   recette.Waiver
	}{
		"former, of a decision elsewhere": {v: 1, seq: 1, citing: "DER-0001", want: elsewhere},
		"former, of nothing":              {v: 1, seq: 1},
		"present, that nobody asked for":  {v: 2, seq: 1, citing: "DER-0001"},
		"former, asked for later": {
			leaves: []journal.Leaf{asked, granted}, v: 1, citing: "DER-0001", want: elsewhere,
		},
		"former, asked for before": {leaves: []journal.Leaf{asked}, v: 1, seq: 9, citing: "DER-0001"},
		"granted before": {
			leaves: []journal.Leaf{asked, granted}, v: 2, seq: 9, citing: "DER-0001",
			want: recette.Waiver{About: []string{"SC-1"}},
		},
		"about no criterion of the plan": {leaves: []journal.Leaf{beyond, granted}, v: 2, seq: 9, citing: "DER-0001"},
		"granted later":                  {leaves: []journal.Leaf{asked, granted}, v: 2, seq: 2, citing: "DER-0001"},
	} {
		s := folded(tt.leaves...)
		s.frozen.V = tt.v
		got := s.waived(&Decision{Decision: journal.Decision{Derogation: tt.citing}, Seq: tt.seq})
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What excuses a criterion is of the journal when the journal holds it, and elsewhere by any other number.
func TestNotes_Elsewhere(t *testing.T) {
	n := &Notes{Derogations: []Derogation{{Derogation: journal.Derogation{Number: "DER-0001"}}}}
	for met, want := range map[string]bool{
		"": false, "yes": false, "no": false, "unknown": false, "DER-0001": false, "DER-0002": true, "DEC-0007": true,
	} {
		if got := n.Elsewhere(met); got != want {
			t.Errorf("Elsewhere(%q) = %v, want %v", met, got, want)
		}
	}
}
