package recette

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestScale_Of(t *testing.T) {
	forbid, reserve := Weighing{Weight: WeighsForbids}, Weighing{Weight: WeighsReserve}
	for name, tt := range map[string]struct {
		scale Scale
		want  [5]Weight // blocking, major, minor, observation, unknown
	}{
		"the usual rules":      {nil, [5]Weight{"forbid", "reserve", "free", "free", "forbid"}},
		"major forbids":        {Scale{Major: forbid}, [5]Weight{"forbid", "forbid", "free", "free", "forbid"}},
		"minor asks a reserve": {Scale{Minor: reserve}, [5]Weight{"forbid", "reserve", "reserve", "free", "forbid"}},
		"a graver one follows": {Scale{Minor: forbid}, [5]Weight{"forbid", "forbid", "forbid", "free", "forbid"}},
		"nothing gets lighter": {
			Scale{Blocking: {}, Major: {Weight: "free"}}, [5]Weight{"forbid", "reserve", "free", "free", "forbid"},
		},
		"an observation is none": {
			Scale{Inconsequential: forbid, "weird": forbid}, [5]Weight{"forbid", "reserve", "free", "free", "forbid"},
		},
		"a word of nowhere": {
			Scale{Major: {Weight: "heavy"}}, [5]Weight{"forbid", "reserve", "free", "free", "forbid"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for i, s := range append(Severities(), "unknown") {
				if got := tt.scale.Of(s).Weight; got != tt.want[i] {
					t.Errorf("Of(%s) = %s, want %s", s, got, tt.want[i])
				}
			}
		})
	}
	if got := (Scale{Blocking: {AtMost: 2}, Minor: {AtMost: 2}, Major: {AtMost: -1}}); got.Of(Blocking).AtMost != 0 ||
		got.Of(Minor).AtMost != 2 || got.Of(Major).AtMost != 0 {
		t.Errorf("limits: %+v", got)
	}
}

// A plan that makes severities heavier refuses more, and nothing less.
func TestRefusals_OfAScale(t *testing.T) {
	codes := func(cs ...ReasonCode) []ReasonCode { return cs }
	open := func(sev Severity, n string) AnomalyFact {
		return AnomalyFact{Number: n, Severity: sev, Open: true, Case: "O"}
	}
	kept := func(class Severity, n, of string) ReserveFact {
		return ReserveFact{Number: n, Class: class, Anomaly: of, Owned: true, Dated: true}
	}
	for name, tt := range map[string]struct {
		scale     Scale
		anomalies []AnomalyFact
		reserves  []ReserveFact
		accepted  []ReasonCode
		reserved  []ReasonCode
	}{
		"major forbids": {
			Scale{Major: {Weight: WeighsForbids}},
			[]AnomalyFact{open(Major, "A")},
			[]ReserveFact{kept(Minor, "R", "A")},
			codes(reasonSeverityForbids, reasonReservesPending), codes(reasonSeverityForbids),
		},
		"a major reserve forbids": {
			Scale{Major: {Weight: WeighsForbids}},
			nil,
			[]ReserveFact{kept(Major, "R", "")},
			codes(reasonReservesPending), codes(reasonSeverityForbids),
		},
		"minor asks a reserve, and has none": {
			Scale{Minor: {Weight: WeighsReserve}},
			[]AnomalyFact{open(Minor, "A")},
			[]ReserveFact{kept(Minor, "R", "")},
			codes(reasonSeverityReserve, reasonReservesPending), codes(reasonSeverityNoReserve),
		},
		"minor asks a reserve, and has one": {
			Scale{Minor: {Weight: WeighsReserve}},
			[]AnomalyFact{open(Minor, "A")},
			[]ReserveFact{kept(Minor, "R", "A")},
			codes(reasonSeverityReserve, reasonReservesPending), nil,
		},
		"as many as are taken": {
			Scale{Minor: {AtMost: 2}},
			[]AnomalyFact{open(Minor, "A"), open(Minor, "A"), open(Minor, "B")},
			nil,
			nil, codes(ReasonNoReserve),
		},
		"one too many": {
			Scale{Minor: {AtMost: 1}},
			[]AnomalyFact{open(Minor, "A"), open(Minor, "B")},
			[]ReserveFact{kept(Minor, "R", "A")},
			codes(reasonSeverityMany, reasonReservesPending), codes(reasonSeverityMany),
		},
		"a reserve counts, once with its anomaly": {
			Scale{Minor: {AtMost: 1}},
			[]AnomalyFact{open(Minor, "A")},
			[]ReserveFact{kept(Minor, "R", "A"), kept(Major, "S", "")},
			codes(reasonReservesPending), nil,
		},
		"a reserve counts, of its own": {
			Scale{Minor: {AtMost: 1}},
			[]AnomalyFact{open(Minor, "A")},
			[]ReserveFact{kept(Minor, "R", "")},
			codes(reasonSeverityMany, reasonReservesPending), codes(reasonSeverityMany),
		},
		"what is closed counts not": {
			Scale{Minor: {AtMost: 1}},
			[]AnomalyFact{open(Minor, "A"), {Number: "B", Severity: Minor, Case: "O"}},
			nil,
			nil, codes(ReasonNoReserve),
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := good()
			s.Scale, s.Anomalies, s.Reserves = tt.scale, tt.anomalies, tt.reserves
			for d, want := range map[Decision][]ReasonCode{Accepted: tt.accepted, AcceptedWithReserves: tt.reserved} {
				var got []ReasonCode
				for _, r := range Refusals(s, Pronouncement{Decision: d, Motivated: true}) {
					got = append(got, r.Code)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", d, diff)
				}
			}
			s.Scale = nil
			for _, r := range Refusals(s, Pronouncement{Decision: Postponed, Motivated: true}) {
				t.Errorf("postponing is refused: %s", r.Code)
			}
		})
	}
}
