package recette

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// good is a situation that allows everything that reserves allow: one critical case, one ordinary, both conform.
func good() Situation {
	return Situation{Cases: []CaseFact{
		{ID: "C", Verdict: Passed, Critical: true, Freshness: Fresh},
		{ID: "O", Verdict: PassedWithRemark, Freshness: Fresh},
	}}
}

func TestRefusals(t *testing.T) {
	codes := func(cs ...ReasonCode) []ReasonCode { return cs }
	withCase := func(i int, v Verdict) func(*Situation) { return func(s *Situation) { s.Cases[i].Verdict = v } }
	anomaly := func(sev Severity, about string) func(*Situation) {
		return func(s *Situation) {
			s.Anomalies = append(s.Anomalies, AnomalyFact{Number: "A", Severity: sev, Open: true, Case: about})
		}
	}
	reserve := func(class Severity, on string) func(*Situation) {
		return func(s *Situation) {
			s.Reserves = append(
				s.Reserves, ReserveFact{Number: "R", Class: class, Anomaly: on, Owned: true, Dated: true},
			)
		}
	}
	tests := map[string]struct {
		change   []func(*Situation)
		p        Pronouncement
		accepted []ReasonCode // grounds against the acceptance without reserve
		reserved []ReasonCode // grounds against the one with reserves
	}{
		"all conform": {nil, Pronouncement{}, nil, codes(ReasonNoReserve)},
		"all conform, one reserve": {
			[]func(*Situation){reserve(Minor, "")}, Pronouncement{}, codes(reasonReservesPending), nil,
		},
		"nothing at all": {
			[]func(*Situation){func(s *Situation) { s.Cases = nil }},
			Pronouncement{},
			codes(reasonNoCase),
			codes(reasonNoCase, ReasonNoReserve),
		},
		"nothing executed": {
			[]func(*Situation){withCase(0, NotRun), withCase(1, Blocked), reserve(Minor, "")},
			Pronouncement{},
			codes(ReasonNothingExecuted, reasonReservesPending, ReasonCriticalNotRun), codes(ReasonNothingExecuted),
		},
		"critical failed, covered": {
			[]func(*Situation){withCase(0, Failed), anomaly(Minor, "C")},
			Pronouncement{},
			codes(reasonCriticalFailed),
			codes(ReasonNoReserve),
		},
		"critical blocked": {
			[]func(*Situation){withCase(0, Blocked)},
			Pronouncement{},
			codes(reasonCriticalBlocked),
			codes(ReasonNoReserve),
		},
		"critical not run": {
			[]func(*Situation){withCase(0, NotRun)},
			Pronouncement{},
			codes(ReasonCriticalNotRun),
			codes(ReasonNoReserve),
		},
		"critical, not a verdict": {
			[]func(*Situation){withCase(0, "")}, Pronouncement{}, codes(ReasonCriticalNotRun), codes(ReasonNoReserve),
		},
		"critical not applicable": {
			[]func(*Situation){withCase(0, NotApplicable)}, Pronouncement{}, nil, codes(ReasonNoReserve),
		},
		"ordinary not run": {[]func(*Situation){withCase(1, NotRun)}, Pronouncement{}, nil, codes(ReasonNoReserve)},
		"ordinary blocked": {[]func(*Situation){withCase(1, Blocked)}, Pronouncement{}, nil, codes(ReasonNoReserve)},
		"ordinary failed, uncovered": {
			[]func(*Situation){withCase(1, Failed)},
			Pronouncement{},
			codes(reasonFailedUncovered),
			codes(reasonFailedUncovered, ReasonNoReserve),
		},
		"ordinary failed, covered by an anomaly": {
			[]func(*Situation){withCase(1, Failed), anomaly(Minor, "O")}, Pronouncement{}, nil, codes(ReasonNoReserve),
		},
		"ordinary failed, its anomaly closed": {
			[]func(*Situation){
				withCase(1, Failed), anomaly(Minor, "O"), func(s *Situation) { s.Anomalies[0].Open = false },
			},
			Pronouncement{},
			codes(reasonFailedUncovered), codes(reasonFailedUncovered, ReasonNoReserve),
		},
		"ordinary failed, covered by a reserve": {
			[]func(*Situation){withCase(1, Failed), func(s *Situation) {
				s.Reserves = []ReserveFact{{Number: "R", Class: Minor, Check: "O", Owned: true, Dated: true}}
			}}, Pronouncement{}, codes(reasonReservesPending), nil,
		},
		"blocking anomaly": {
			[]func(*Situation){anomaly(Blocking, "O"), reserve(Major, "A")},
			Pronouncement{},
			codes(reasonBlockingAnomaly, reasonReservesPending), codes(reasonBlockingAnomaly),
		},
		"unknown severity is blocking": {
			[]func(*Situation){anomaly("weird", "O"), reserve(Minor, "A")},
			Pronouncement{},
			codes(reasonBlockingAnomaly, reasonReservesPending), codes(reasonBlockingAnomaly),
		},
		"closed blocking anomaly": {
			[]func(*Situation){anomaly(Blocking, "O"), func(s *Situation) { s.Anomalies[0].Open = false }},
			Pronouncement{},
			nil, codes(ReasonNoReserve),
		},
		"major on an ordinary case": {
			[]func(*Situation){anomaly(Major, "O"), reserve(Major, "A")},
			Pronouncement{},
			codes(reasonMajorAnomaly, reasonReservesPending), nil,
		},
		"a criterion of exit is not met": {
			[]func(*Situation){func(s *Situation) { s.Unmet = []string{"exit/1"} }, reserve(Minor, "")},
			Pronouncement{},
			codes(ReasonExitUnmet, reasonReservesPending), nil,
		},
		"the same, under a decision elsewhere": {
			[]func(*Situation){func(s *Situation) { s.Unmet = []string{"exit/1"} }},
			Pronouncement{Waived: Waiver{All: true, Exit: true, Elsewhere: true}},
			nil, codes(ReasonNoReserve),
		},
		"the same, under a derogation about another": {
			[]func(*Situation){func(s *Situation) { s.Unmet = []string{"exit/1"} }},
			Pronouncement{Waived: Waiver{All: true, Exit: true}},
			codes(ReasonExitUnmet), codes(ReasonNoReserve),
		},
		"major without its reserve": {
			[]func(*Situation){anomaly(Major, "O"), reserve(Major, "")},
			Pronouncement{},
			codes(reasonMajorAnomaly, reasonReservesPending), codes(ReasonMajorNoReserve),
		},
		"major on a critical case": {
			[]func(*Situation){anomaly(Major, "C"), reserve(Major, "A")},
			Pronouncement{},
			codes(reasonMajorAnomaly, reasonReservesPending), codes(ReasonMajorOnCritical),
		},
		"major on a critical case, derogation": {
			[]func(*Situation){anomaly(Major, "C"), reserve(Major, "A")},
			Pronouncement{Waived: Waiver{About: []string{"A"}}},
			codes(reasonMajorAnomaly, reasonReservesPending), nil,
		},
		"major on a critical case, derogation about the case": {
			[]func(*Situation){anomaly(Major, "C"), reserve(Major, "A")},
			Pronouncement{Waived: Waiver{About: []string{"C"}}},
			codes(reasonMajorAnomaly, reasonReservesPending), nil,
		},
		"major on a critical case, derogation about all": {
			[]func(*Situation){anomaly(Major, "C"), reserve(Major, "A")},
			Pronouncement{Waived: Waiver{All: true}},
			codes(reasonMajorAnomaly, reasonReservesPending), nil,
		},
		"major on a critical case, derogation about another": {
			[]func(*Situation){anomaly(Major, "C"), reserve(Major, "A")},
			Pronouncement{Waived: Waiver{About: []string{"B", "O"}}},
			codes(reasonMajorAnomaly, reasonReservesPending), codes(ReasonMajorOnCritical),
		},
		"major on a critical case, derogation about a criterion": {
			[]func(*Situation){anomaly(Major, "C"), reserve(Major, "A")},
			Pronouncement{Waived: Waiver{Exit: true}},
			codes(reasonMajorAnomaly, reasonReservesPending), codes(ReasonMajorOnCritical),
		},
		"major about no case, derogation about no case": {
			[]func(*Situation){anomaly(Major, ""), reserve(Major, "A")},
			Pronouncement{Waived: Waiver{About: []string{""}}},
			codes(reasonMajorAnomaly, reasonReservesPending), codes(ReasonMajorOnCritical),
		},
		"major about no case, critical scope": {
			[]func(*Situation){anomaly(Major, ""), reserve(Major, "A")},
			Pronouncement{},
			codes(reasonMajorAnomaly, reasonReservesPending), codes(ReasonMajorOnCritical),
		},
		"minor and observation": {
			[]func(*Situation){anomaly(Minor, "C"), anomaly(Inconsequential, "C")},
			Pronouncement{},
			nil,
			codes(ReasonNoReserve),
		},
		"stale result": {
			[]func(*Situation){func(s *Situation) { s.Cases[1].Freshness = StaleText }},
			Pronouncement{},
			codes(ReasonStaleResult), codes(ReasonNoReserve),
		},
		"freshness unknown is not fresh": {
			[]func(*Situation){func(s *Situation) { s.Cases[1].Freshness = "" }},
			Pronouncement{},
			codes(ReasonStaleResult), codes(ReasonNoReserve),
		},
		"reserve without owner": {
			[]func(*Situation){reserve(Minor, ""), func(s *Situation) { s.Reserves[0].Owned = false }},
			Pronouncement{},
			codes(reasonReservesPending), codes(ReasonReserveIncomplete),
		},
		"reserve without date": {
			[]func(*Situation){reserve(Minor, ""), func(s *Situation) { s.Reserves[0].Dated = false }},
			Pronouncement{},
			codes(reasonReservesPending), codes(ReasonReserveIncomplete),
		},
		"blocking reserve": {
			[]func(*Situation){reserve(Blocking, "")},
			Pronouncement{},
			codes(reasonReservesPending),
			codes(reasonReserveBlocking),
		},
		"reserve that does not exist": {
			[]func(*Situation){reserve(Minor, "")},
			Pronouncement{Reserves: []string{"R", "X"}},
			codes(reasonReservesPending), codes(reasonReserveUnknown),
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := good()
			for _, change := range tt.change {
				change(&s)
			}
			for d, want := range map[Decision][]ReasonCode{
				Accepted: tt.accepted, AcceptedWithReserves: tt.reserved, Postponed: nil, Refused: nil,
			} {
				p := tt.p
				p.Decision, p.Motivated = d, true
				var got []ReasonCode
				for _, r := range Refusals(s, p) {
					got = append(got, r.Code)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("grounds against %s (-want +got):\n%s", d, diff)
				}
			}
		})
	}
}

func TestRefusals_Motive(t *testing.T) {
	s := good()
	s.Reserves = []ReserveFact{{Number: "R", Class: Minor, Owned: true, Dated: true}}
	for d, want := range map[Decision]bool{
		Accepted: false, AcceptedWithReserves: true, Postponed: true, Refused: true,
	} {
		got := false
		for _, r := range Refusals(s, Pronouncement{Decision: d}) {
			got = got || r.Code == reasonMotiveMissing
		}
		if got != want {
			t.Errorf("%s without a reason: asks for one = %v, want %v", d, got, want)
		}
	}
	if rs := Refusals(good(), Pronouncement{Decision: "perhaps", Motivated: true}); len(rs) == 0 {
		t.Error("a decision that does not exist is allowed")
	}
}

func TestRefusals_NamesTheSubjectsOnce(t *testing.T) {
	s := good()
	s.Cases = append(s.Cases, CaseFact{ID: "D", Verdict: Failed, Critical: true, Freshness: Fresh})
	s.Cases[0].Verdict = Failed
	got := Refusals(s, Pronouncement{Decision: Accepted})
	want := []Reason{
		{Code: reasonFailedUncovered, Subjects: []string{"C", "D"}},
		{Code: reasonCriticalFailed, Subjects: []string{"C", "D"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Refusals (-want +got):\n%s", diff)
	}
}

func TestAllowed(t *testing.T) {
	if diff := cmp.Diff([]Decision{Accepted, Postponed, Refused}, Allowed(good(), Practice.Decisions(""))); diff != "" {
		t.Errorf("Allowed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Decision{Postponed, Refused}, Allowed(Situation{}, Practice.Decisions(""))); diff != "" {
		t.Errorf("Allowed of nothing (-want +got):\n%s", diff)
	}
}

// What somebody contests is not accepted without reserve until another attempt decides.
func TestRefusals_Contested(t *testing.T) {
	s := Situation{Cases: []CaseFact{
		{ID: "SC-1", Verdict: Passed, Freshness: Fresh, Contested: true},
	}}
	got := Refusals(s, Pronouncement{Decision: Accepted})
	if len(got) != 1 || got[0].Code != "contested" || got[0].Subjects[0] != "SC-1" {
		t.Errorf("refusals %v, want contested", got)
	}
	if s.Cases[0].Contested = false; len(Refusals(s, Pronouncement{Decision: Accepted})) > 0 {
		t.Error("refused once it was decided")
	}
}

// A decision has no use for a derogation that is about what nothing forbids.
func TestSituation_Needs(t *testing.T) {
	s := Situation{
		Cases: []CaseFact{{ID: "C", Critical: true}, {ID: "O"}},
		Anomalies: []AnomalyFact{
			{Number: "A", Severity: Major, Open: true, Case: "C"},
			{Number: "B", Severity: Minor, Open: true, Case: "C"},
			{Number: "D", Severity: Major, Case: "C"},
			{Number: "E", Severity: Major, Open: true, Case: "O"},
		},
	}
	for name, tt := range map[string]struct {
		w    Waiver
		want bool
	}{
		"nothing":                       {},
		"of the anomaly":                {Waiver{About: []string{"A"}}, true},
		"of a minor one":                {Waiver{About: []string{"B"}}, false},
		"of a closed one":               {Waiver{About: []string{"D"}}, false},
		"of one on no critical journey": {Waiver{About: []string{"E"}}, false},
		"of the case":                   {Waiver{About: []string{"C"}}, true},
		"of another case":               {Waiver{About: []string{"O"}}, false},
		"of a criterion":                {Waiver{Exit: true}, true},
		"of all":                        {Waiver{All: true}, true},
	} {
		if got := s.Needs(tt.w); got != tt.want {
			t.Errorf("Needs(%s) = %v, want %v", name, got, tt.want)
		}
	}
}

func TestNumbersOfDerogations(t *testing.T) {
	for number, want := range map[string][2]bool{ // of the journal, may be elsewhere
		"DER-0001": {true, true}, "der-1": {true, true}, "DEC-0007": {false, true}, "DERIVE-1": {false, true},
		"": {}, "n-importe-quoi": {}, "../DEC-0007": {}, "decisions/DEC-0007": {}, "-1": {}, "DEC 7": {}, "DÉC-7": {},
	} {
		if got := [2]bool{Derogation(number), Elsewhere(number)}; got != want {
			t.Errorf("%q: %v, want %v", number, got, want)
		}
	}
}
