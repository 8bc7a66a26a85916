package recette

import (
	"slices"
	"testing"
)

// Which facts forbid which decision of the CCAG-TIC, beside what they do to those of common practice.
func TestRefusals_CCAG(t *testing.T) {
	t.Parallel()
	good := Situation{Cases: []CaseFact{{ID: "a", Verdict: Passed, Critical: true, Freshness: Fresh}}}
	with := func(severity Severity, verdict Verdict) Situation {
		return Situation{
			Cases:     []CaseFact{{ID: "a", Verdict: verdict, Critical: true, Freshness: Fresh}},
			Anomalies: []AnomalyFact{{Number: "ANO-1", Severity: severity, Open: true, Case: "a"}},
		}
	}
	reserved := good
	reserved.Reserves = []ReserveFact{{Number: "RES-1", Class: Minor}}
	blocking := good
	blocking.Reserves = []ReserveFact{{Number: "RES-1", Class: Blocking, Owned: true, Dated: true}}
	for name, tt := range map[string]struct {
		s    Situation
		p    Pronouncement
		want []ReasonCode
	}{
		"admission": {
			good,
			Pronouncement{Decision: Admitted},
			nil,
		},
		"positive outcome": {
			good,
			Pronouncement{Decision: VAPositive},
			nil,
		},
		"admission with a reserve": {
			reserved,
			Pronouncement{Decision: Admitted},
			[]ReasonCode{reasonReservesPending},
		},
		"admission with a rate": {
			good,
			Pronouncement{Decision: Admitted, Rate: 100},
			[]ReasonCode{reasonRateApart},
		},
		"admission, blocking": {
			with(Blocking, Passed),
			Pronouncement{Decision: Admitted},
			[]ReasonCode{reasonBlockingAnomaly},
		},
		"admission, major": {
			with(Major, Passed),
			Pronouncement{Decision: Admitted},
			[]ReasonCode{reasonMajorAnomaly},
		},
		"positive outcome, major": {
			with(Major, Passed),
			Pronouncement{Decision: VAPositive},
			[]ReasonCode{reasonMajorAnomaly},
		},
		"admission, minor": {
			with(Minor, Passed),
			Pronouncement{Decision: Admitted},
			nil,
		},
		"adjourned without its date": {
			good,
			Pronouncement{Decision: Adjourned, Motivated: true},
			[]ReasonCode{reasonAgainMissing},
		},
		"adjourned without reason": {
			good,
			Pronouncement{Decision: Adjourned, Again: true},
			[]ReasonCode{reasonMotiveMissing},
		},
		"adjourned": {
			with(Blocking, Failed),
			Pronouncement{Decision: Adjourned, Again: true, Motivated: true},
			nil,
		},
		"rejected without reason": {
			good,
			Pronouncement{Decision: Rejected},
			[]ReasonCode{reasonMotiveMissing},
		},
		"rejected": {
			with(Blocking, Failed),
			Pronouncement{Decision: Rejected, Motivated: true},
			nil,
		},
		"a cut that settles nothing": {
			good,
			Pronouncement{Decision: Reduced, Motivated: true, Rate: 500},
			[]ReasonCode{reasonNoGap},
		},
		"a cut without rate": {
			with(Minor, Failed),
			Pronouncement{Decision: Reduced, Motivated: true},
			[]ReasonCode{reasonRateMissing},
		},
		"a cut of the whole price": {
			with(Minor, Failed),
			Pronouncement{Decision: Reduced, Motivated: true, Rate: wholePrice},
			[]ReasonCode{reasonRateMissing},
		},
		"a cut without reason": {
			with(Minor, Failed),
			Pronouncement{Decision: Reduced, Rate: 1},
			[]ReasonCode{reasonMotiveMissing},
		},
		"a cut for a minor anomaly": {
			with(Minor, Failed),
			Pronouncement{Decision: Reduced, Motivated: true, Rate: 500},
			nil,
		},
		"a cut for an observation": {
			with(Inconsequential, Passed),
			Pronouncement{Decision: Reduced, Motivated: true, Rate: 500},
			[]ReasonCode{reasonNoGap},
		},
		"a cut under a blocking one": {
			with(Blocking, Failed),
			Pronouncement{Decision: Reduced, Motivated: true, Rate: 500},
			[]ReasonCode{reasonBlockingAnomaly},
		},
		"a cut, major on critical": {
			with(Major, Failed),
			Pronouncement{Decision: Reduced, Motivated: true, Rate: 500},
			[]ReasonCode{ReasonMajorOnCritical},
		},
		"a cut for a reserve": {
			reserved,
			Pronouncement{Decision: Reduced, Motivated: true, Rate: 500},
			nil,
		},
		"a cut for a blocking one": {
			blocking,
			Pronouncement{Decision: Reduced, Motivated: true, Rate: 500},
			[]ReasonCode{reasonReserveBlocking},
		},
		"a cut for an unknown one": {
			reserved,
			Pronouncement{Decision: Reduced, Motivated: true, Rate: 500, Reserves: []string{"RES-9"}},
			[]ReasonCode{reasonReserveUnknown},
		},
		"a cut of what nobody tested": {
			Situation{},
			Pronouncement{Decision: Reduced, Motivated: true, Rate: 500},
			[]ReasonCode{reasonNoCase, reasonNoGap},
		},
	} {
		var got []ReasonCode
		for _, r := range Refusals(tt.s, tt.p) {
			got = append(got, r.Code)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	want := []Decision{Admitted, Adjourned, Rejected}
	if got := Allowed(good, CCAGTIC.Decisions("")); !slices.Equal(got, want) {
		t.Errorf("Allowed() = %v, want %v", got, want)
	}
}

// Each decision is of one vocabulary; what the two have in common is read in the words of the plan.
func TestVocabulary(t *testing.T) {
	t.Parallel()
	known := map[Decision]bool{}
	for _, v := range Vocabularies() {
		for _, nature := range []string{"", "metier", NatureVA} {
			for _, d := range v.Decisions(nature) {
				known[d] = true
			}
		}
	}
	for _, d := range Decisions() {
		if !d.Valid() || !known[d] {
			t.Errorf("%s: valid %t, of a vocabulary %t", d, d.Valid(), known[d])
		}
	}
	if len(Decisions()) != len(known) {
		t.Errorf("Decisions() lists %d, of %d", len(Decisions()), len(known))
	}
	ccag, practice := CCAGTIC.Decisions(""), Practice.Decisions("")
	for said, want := range map[Decision]Decision{
		Postponed: Adjourned, Refused: Rejected, Admitted: Admitted, Accepted: Accepted,
		AcceptedWithReserves: AcceptedWithReserves,
	} {
		if got := said.In(ccag); got != want {
			t.Errorf("%s under the CCAG-TIC = %s, want %s", said, got, want)
		}
	}
	if got := Adjourned.In(practice); got != Postponed {
		t.Errorf("adjourned in practice = %s", got)
	}
	if slices.Contains(CCAGTIC.Decisions(NatureVA), Reduced) || slices.Contains(ccag, AcceptedWithReserves) {
		t.Error("the CCAG-TIC knows no cut of the price of a VA, and no acceptance with reserves")
	}
}
