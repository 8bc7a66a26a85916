package recette

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every multiset of up to three of the six verdicts, in every order, against the rule as it is printed on the PV: the
// first of the list that is there, "not applicable" only when nothing else is.
func TestRollUp_AllCombinations(t *testing.T) {
	order := []Verdict{Failed, Blocked, NotRun, PassedWithRemark, Passed}
	want := func(vs []Verdict) Verdict {
		if len(vs) == 0 {
			return NotRun
		}
		for _, v := range order {
			if slices.Contains(vs, v) {
				return v
			}
		}
		return NotApplicable
	}
	all := Verdicts()
	if len(all) != 6 {
		t.Fatalf("%d verdicts, want 6", len(all))
	}
	combinations := [][]Verdict{nil}
	for _, a := range all {
		combinations = append(combinations, []Verdict{a})
		for _, b := range all {
			combinations = append(combinations, []Verdict{a, b})
			for _, c := range all {
				combinations = append(combinations, []Verdict{a, b, c})
			}
		}
	}
	for subset := range 1 << len(all) {
		var vs []Verdict
		for i, v := range all {
			if subset&(1<<i) != 0 {
				vs = append(vs, v)
			}
		}
		combinations = append(combinations, vs)
	}
	for _, vs := range combinations {
		if got := RollUp(vs); got != want(vs) {
			t.Errorf("RollUp(%v) = %s, want %s", vs, got, want(vs))
		}
	}
	for _, v := range all {
		if got := RollUp([]Verdict{v, ""}); got == Passed || got == PassedWithRemark || got == NotApplicable {
			t.Errorf("RollUp(%s, zero) = %s: what is not a verdict must not come out conform", v, got)
		}
	}
}

// A preparation or a cleaning that fails keeps a case from being green, and never says that the product is not conform.
func TestOutcomeAround(t *testing.T) {
	want := map[Outcome]Verdict{
		OutcomePassed: Passed, OutcomeFailed: Blocked, OutcomeError: Blocked, OutcomePending: Blocked,
		OutcomeUndefined: Blocked, OutcomeSkipped: NotRun, OutcomeInterrupted: NotRun,
	}
	for o, v := range want {
		if got := o.Around().Verdict(); got != v {
			t.Errorf("%s around the steps gives %s, want %s", o, got, v)
		}
	}
}

func TestOutcome_NoneButPassedIsConform(t *testing.T) {
	for _, o := range []Outcome{
		OutcomeFailed, OutcomeSkipped, OutcomeUndefined, OutcomeAmbiguous, OutcomePending, OutcomeError, OutcomeTimeout,
		OutcomeInterrupted, "", "nonsense",
	} {
		if o.Verdict().Conform() || o.Verdict() == NotApplicable {
			t.Errorf("%q gives %s", o, o.Verdict())
		}
	}
	if OutcomePassed.Verdict() != Passed {
		t.Errorf("passed gives %s", OutcomePassed.Verdict())
	}
}

func TestFigures(t *testing.T) {
	got := Count(Passed, Passed, PassedWithRemark, Failed, Blocked, NotRun, NotApplicable, "")
	want := Figures{
		InScope: 8, Planned: 7, Executed: 4, Passed: 2, Remark: 1, Failed: 1, Blocked: 1, NotRun: 2, NotApplicable: 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Count (-want +got):\n%s", diff)
	}
	rates := []Rate{got.Execution(), got.Conformity()}
	if diff := cmp.Diff([]Rate{{4, 7}, {3, 7}}, rates); diff != "" {
		t.Errorf("rates (-want +got):\n%s", diff)
	}
	sum := Count(Passed, PassedWithRemark, Failed).Plus(Count(Passed, Blocked, NotRun, NotApplicable, ""))
	if diff := cmp.Diff(want, sum); diff != "" {
		t.Errorf("Plus (-want +got):\n%s", diff)
	}
	for _, v := range append(Verdicts(), "") {
		f := want
		f.Add(v)
		f.Remove(v)
		if f != want {
			t.Errorf("Add then Remove of %q changes the figures: %+v", v, f)
		}
	}
}

func TestRate_Known(t *testing.T) {
	if (Rate{0, 0}).Known() || !(Rate{0, 1}).Known() {
		t.Error("a rate is known when it has a denominator")
	}
}

func TestAttempt(t *testing.T) {
	open := AttemptPosition{Number: 2, Pass: 3, Phase: AttemptOpen}
	closed := AttemptPosition{Number: 2, Pass: 3, Phase: AttemptClosed}
	type step func(AttemptPosition) (AttemptPosition, error)
	observe := func(n, p int) step {
		return func(a AttemptPosition) (AttemptPosition, error) { return a.Observe(n, p) }
	}
	tests := map[string]struct {
		from AttemptPosition
		do   step
		want AttemptPosition
		err  error
	}{
		"begin first":              {AttemptPosition{}, AttemptPosition.Begin, AttemptPosition{1, 1, AttemptOpen}, nil},
		"begin after closed":       {closed, AttemptPosition.Begin, AttemptPosition{3, 1, AttemptOpen}, nil},
		"begin while open":         {open, AttemptPosition.Begin, open, errAttemptOpen},
		"resume":                   {open, AttemptPosition.Resume, AttemptPosition{2, 4, AttemptOpen}, nil},
		"resume closed":            {closed, AttemptPosition.Resume, closed, ErrAttemptClosed},
		"resume nothing":           {AttemptPosition{}, AttemptPosition.Resume, AttemptPosition{}, errAttemptNone},
		"close":                    {open, AttemptPosition.Close, closed, nil},
		"close closed":             {closed, AttemptPosition.Close, closed, ErrAttemptClosed},
		"close nothing":            {AttemptPosition{}, AttemptPosition.Close, AttemptPosition{}, errAttemptNone},
		"observe begins":           {AttemptPosition{}, observe(1, 1), AttemptPosition{1, 1, AttemptOpen}, nil},
		"observe begins the next":  {closed, observe(3, 1), AttemptPosition{3, 1, AttemptOpen}, nil},
		"observe same pass":        {open, observe(2, 3), open, nil},
		"observe resumes":          {open, observe(2, 4), AttemptPosition{2, 4, AttemptOpen}, nil},
		"observe a former pass":    {open, observe(2, 2), open, ErrAttemptUnknown},
		"observe closed":           {closed, observe(2, 3), closed, ErrAttemptClosed},
		"observe a former attempt": {open, observe(1, 1), open, ErrAttemptClosed},
		"observe two ahead":        {closed, observe(4, 1), closed, ErrAttemptUnknown},
		"observe next, pass 2":     {closed, observe(3, 2), closed, ErrAttemptUnknown},
		"observe next while open":  {open, observe(3, 1), open, errAttemptOpen},
		"observe attempt 0":        {AttemptPosition{}, observe(0, 1), AttemptPosition{}, ErrAttemptUnknown},
		"observe pass 0":           {open, observe(2, 0), open, ErrAttemptUnknown},
	}
	for name, tt := range tests {
		got, err := tt.do(tt.from)
		if got != tt.want || !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
			t.Errorf("%s: got %+v, %v, want %+v, %v", name, got, err, tt.want, tt.err)
		}
		if err != nil && !errors.Is(err, ErrAttempt) {
			t.Errorf("%s: %v is not under ErrAttempt", name, err)
		}
	}
}
