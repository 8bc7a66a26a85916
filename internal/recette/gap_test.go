package recette_test

import (
	"errors"
	"testing"

	"recette/internal/recette"
)

// life is the table of the life of an anomaly as a person reads it: what each act makes of each status, in the order of
// AnomalyStatuses; a dot where it is refused.
func TestAnomalyStatus_After(t *testing.T) {
	t.Parallel()
	short := map[byte]recette.AnomalyStatus{
		'o': recette.AnomalyOpen, 'q': recette.AnomalyFixing, 'f': recette.AnomalyFixed, 'r': recette.AnomalyReopened,
		'c': recette.AnomalyClosed, 'x': recette.AnomalyRejected, 'w': recette.AnomalyWaived,
		'd': recette.AnomalyDuplicate,
	}
	for act, want := range map[recette.AnomalyAct]string{
		recette.AnomalyQualify: "qqfq....", recette.AnomalyGrade: "oqfr....",
		recette.AnomalyPropose: "oqfr....", recette.AnomalyAssign: "oqfr....",
		recette.AnomalyNote: "oqfrcxwd", recette.AnomalyFix: "ff.f....", recette.AnomalyClose: "..c.....",
		recette.AnomalyReject: "xxxx....", recette.AnomalyWaive: "wwww....", recette.AnomalyDuplicity: "dddd....",
		recette.AnomalyReopen: "..r.rrrr", "vanish": "........",
	} {
		for i, from := range recette.AnomalyStatuses() {
			got, err := from.After(act)
			if want[i] == '.' {
				if !errors.Is(err, recette.ErrAnomaly) || got != from {
					t.Errorf("%s when %s: %s, %v, want a refusal", act, from, got, err)
				}
			} else if err != nil || got != short[want[i]] {
				t.Errorf("%s when %s: %s, %v, want %s", act, from, got, err, short[want[i]])
			}
		}
	}
}

func TestReserveStatus_After(t *testing.T) {
	t.Parallel()
	short := map[byte]recette.ReserveStatus{
		'i': recette.ReserveIssued, 'f': recette.ReserveFixed, 'm': recette.ReserveMaintained,
		'l': recette.ReserveLifted, 'c': recette.ReserveConverted, 'a': recette.ReserveAbandoned,
	}
	for act, want := range map[recette.ReserveAct]string{
		recette.ReserveFix: "f.f...", recette.ReserveLift: ".l....", recette.ReserveMaintain: "mmm...",
		recette.ReserveConvert: "ccc...", recette.ReserveAbandon: "aaa...", "vanish": "......",
	} {
		for i, from := range recette.ReserveStatuses() {
			got, err := from.After(act)
			if want[i] == '.' {
				if !errors.Is(err, recette.ErrReserve) || got != from {
					t.Errorf("%s when %s: %s, %v, want a refusal", act, from, got, err)
				}
			} else if err != nil || got != short[want[i]] {
				t.Errorf("%s when %s: %s, %v, want %s", act, from, got, err, short[want[i]])
			}
		}
	}
}

// A status of a later version weighs on a decision.
func TestStatuses_OfNoVocabulary(t *testing.T) {
	t.Parallel()
	if !recette.AnomalyStatus("paused").Outstanding() || !recette.ReserveStatus("").Pending() {
		t.Error("an unknown status weighs no more, want the severe reading")
	}
}

func TestSeverity_Easing(t *testing.T) {
	t.Parallel()
	const blocking, major, minor, none = recette.Blocking, recette.Major, recette.Minor, recette.Inconsequential
	for _, tt := range []struct {
		from, to recette.Severity
		want     recette.Easing
	}{
		{minor, blocking, recette.EaseNone},
		{major, major, recette.EaseNone},
		{major, minor, recette.EaseQualified},
		{minor, none, recette.EaseQualified},
		{blocking, major, recette.EaseProposed},
		{"odd", minor, recette.EaseProposed},
		{minor, "odd", recette.EaseNone},
	} {
		if got := tt.from.EasingTo(tt.to); got != tt.want {
			t.Errorf("from %s to %s: %d, want %d", tt.from, tt.to, got, tt.want)
		}
	}
	for _, tt := range []struct {
		of   recette.Severity
		act  recette.AnomalyAct
		want recette.Easing
	}{
		{blocking, recette.AnomalyReject, recette.EaseProposed},
		{blocking, recette.AnomalyWaive, recette.EaseProposed},
		{major, recette.AnomalyReject, recette.EaseQualified},
		{major, recette.AnomalyWaive, recette.EaseDecided},
		{minor, recette.AnomalyWaive, recette.EaseQualified},
		{blocking, recette.AnomalyFix, recette.EaseNone},
	} {
		if got := tt.of.EasingBy(tt.act); got != tt.want {
			t.Errorf("%s of a %s one: %d, want %d", tt.act, tt.of, got, tt.want)
		}
	}
}

func TestRetest_Flaw(t *testing.T) {
	t.Parallel()
	sound := recette.Retest{Closed: true, Verdict: recette.PassedWithRemark, After: true}
	for want, change := range map[recette.RetestFlaw]func(*recette.Retest){
		recette.RetestSound:     func(*recette.Retest) {},
		recette.RetestByFixer:   func(r *recette.Retest) { r.ByFixer = true },
		recette.RetestVerdict:   func(r *recette.Retest) { r.Verdict = recette.Failed },
		recette.RetestEarly:     func(r *recette.Retest) { r.After = false },
		recette.RetestOpen:      func(r *recette.Retest) { r.Closed = false },
		recette.RetestReplaced:  func(r *recette.Retest) { r.Replaced = true },
		recette.RetestElsewhere: func(r *recette.Retest) { r.Elsewhere = true },
		recette.RetestContested: func(r *recette.Retest) { r.Contested = true },
		recette.RetestAmended:   func(r *recette.Retest) { r.Amended = true },
		recette.RetestDue: func(r *recette.Retest) {
			r.Hold, r.OtherBuild, r.Explained = recette.Due, true, true
		},
		recette.RetestBuild: func(r *recette.Retest) { r.OtherBuild = true },
	} {
		r := sound
		change(&r)
		if got := r.Flaw(); got != want {
			t.Errorf("Flaw() = %q, want %q", got, want)
		}
	}
}

// A reason that is printed stands for the build, and for nothing else.
func TestRetest_ExplainsABuild(t *testing.T) {
	t.Parallel()
	r := recette.Retest{Closed: true, Verdict: recette.Passed, After: true, OtherBuild: true, Explained: true}
	if got := r.Flaw(); got != recette.RetestSound {
		t.Errorf("Flaw() = %q, want none", got)
	}
	if r.Elsewhere = true; r.Flaw() != recette.RetestElsewhere {
		t.Errorf("Flaw() of another case = %q", r.Flaw())
	}
}

// To repeat what stands no more is to be rejected; what stands weighs for what it is worth.
func TestSeverity_EasingInto(t *testing.T) {
	t.Parallel()
	const blocking, major, minor = recette.Blocking, recette.Major, recette.Minor
	for _, tt := range []struct {
		of, original recette.Severity
		status       recette.AnomalyStatus
		want         recette.Easing
		to           string
	}{
		{blocking, blocking, recette.AnomalyOpen, recette.EaseNone, "blocking"},
		{blocking, blocking, recette.AnomalyFixed, recette.EaseNone, "blocking"},
		{blocking, minor, recette.AnomalyOpen, recette.EaseProposed, "minor"},
		{blocking, blocking, recette.AnomalyClosed, recette.EaseProposed, "reject"},
		{blocking, blocking, recette.AnomalyRejected, recette.EaseProposed, "reject"},
		{blocking, blocking, recette.AnomalyWaived, recette.EaseProposed, "reject"},
		{major, blocking, recette.AnomalyClosed, recette.EaseQualified, "reject"},
		{minor, blocking, recette.AnomalyOpen, recette.EaseNone, "blocking"},
	} {
		got, to := tt.of.EasingInto(tt.original, tt.status)
		if got != tt.want || to != tt.to {
			t.Errorf("%s into a %s %s one: %d by %s, want %d by %s",
				tt.of, tt.status, tt.original, got, to, tt.want, tt.to)
		}
	}
}

// A field that an act does not take is said by no act but its own.
func TestAnomalyAct_Takes(t *testing.T) {
	t.Parallel()
	acts := []recette.AnomalyAct{
		recette.AnomalyQualify, recette.AnomalyGrade, recette.AnomalyPropose, recette.AnomalyAssign,
		recette.AnomalyNote, recette.AnomalyFix, recette.AnomalyClose, recette.AnomalyReject, recette.AnomalyWaive,
		recette.AnomalyDuplicity, recette.AnomalyReopen, "",
	}
	for field, want := range map[recette.AnomalyField]string{
		recette.FieldSeverity: "xx..........", recette.FieldTreatment: "x.xx........",
		recette.FieldDetail:   "....x.......",
		recette.FieldProposed: "..x.........", recette.FieldOriginal: ".........x..", recette.FieldFix: ".....x......",
		recette.FieldRetest: "......x.....",
	} {
		for i, act := range acts {
			if got := act.Takes(field); got != (want[i] == 'x') {
				t.Errorf("%q takes field %d: %t", act, field, got)
			}
		}
	}
}

// What a re-test closed is to be tested again once somebody objects to it; nothing else moves.
func TestStatuses_Unshown(t *testing.T) {
	t.Parallel()
	for _, s := range recette.AnomalyStatuses() {
		want := s
		if s == recette.AnomalyClosed {
			want = recette.AnomalyFixed
		}
		if got := s.Unshown(); got != want {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
	for _, s := range recette.ReserveStatuses() {
		want := s
		if s == recette.ReserveLifted {
			want = recette.ReserveFixed
		}
		if got := s.Unshown(); got != want {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
}
