package verify

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/calendar"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/regime"
)

// What the verification computes of delays, written apart, is what the product computes: over every region and unit,
// days of fifteen years, and events in any order.
func TestElapsed_IsWhatTheProductSays(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(30, 7)) //nolint:gosec // the same events on each run
	begin := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	day := func(from time.Time, within int) time.Time { return from.AddDate(0, 0, r.IntN(within)) }
	outcomes := []recette.Decision{
		recette.Admitted, recette.Adjourned, recette.Reduced, recette.Rejected, recette.VAPositive, recette.Postponed,
	}
	seen := map[regime.Status]int{}
	for range 20000 {
		terms := regime.Terms{Vocabulary: recette.CCAGTIC, Region: calendar.Regions()[r.IntN(len(calendar.Regions()))]}
		frozen := frozenRegime{Vocabulary: "ccag-tic", Region: terms.Region}
		for _, d := range regime.Usual(recette.CCAGTIC) {
			if r.IntN(3) == 0 {
				d.Length, d.Unit = 1+r.IntN(40), regime.Units()[r.IntN(3)]
				if d.Unit == string(calendar.Months) {
					d.Length = 1 + r.IntN(4)
				}
			}
			if d.Clock == regime.VA && r.IntN(4) == 0 {
				continue
			}
			terms.Delays = append(terms.Delays, d)
			frozen.Delays = append(frozen.Delays, frozenDelay{
				Clock: string(d.Clock), Length: d.Length, Unit: d.Unit, Silence: d.Silence, Source: d.Source,
			})
		}
		at := day(begin, 365*15)
		var events []regime.Event
		var facts []happened
		for i := range r.IntN(8) {
			e := regime.Event{
				What: regime.Whats()[r.IntN(5)], Day: day(at, 90).Format(time.DateOnly), Ref: fmt.Sprintf("JAL-%d", i),
			}
			switch e.What {
			case regime.Passed:
				e.Outcome = regime.Outcomes()[r.IntN(3)]
			case regime.Notified:
				e.Outcome = outcomes[r.IntN(len(outcomes))]
			case regime.Ready, regime.Notice, regime.Over:
			}
			events = append(events, e)
			facts = append(facts, happened{string(e.What), e.Day, e.Ref, string(e.Outcome)})
		}
		today := day(at, 200).Format(time.DateOnly)
		var want []ran
		for _, x := range regime.Runs(&terms, events, today) {
			seen[x.Status]++
			want = append(want, ran{
				string(x.Clock), x.From, x.Start, x.Due, x.Ended, x.End, string(x.Given), string(x.Status), x.Acquired,
			})
		}
		if diff := cmp.Diff(want, frozen.elapsed(facts, today)); diff != "" {
			t.Fatalf("%v on %s, in %+v (-product +verification):\n%s", events, today, terms, diff)
		}
	}
	for _, s := range []regime.Status{
		regime.Running, regime.Kept, regime.Late, regime.Missed, regime.Tacit, regime.Elapsed,
	} {
		if seen[s] == 0 {
			t.Errorf("no delay was ever %s", s)
		}
	}
}

// Easter by another rule than that of the calendar, over four centuries.
func TestPaschal(t *testing.T) {
	t.Parallel()
	for year := 1900; year < 2300; year++ {
		monday := paschal(year).AddDate(0, 0, 1)
		if r := calendar.Region(""); monday.Weekday() != time.Monday || r.Working(monday) {
			t.Errorf("Easter Monday of %d = %s", year, monday.Format(time.DateOnly))
		}
	}
}

// What the log holds against the rules of milestones: a day to come, a decision that nobody pronounced or that came
// later, an outcome that is none, a journey that is not there, a correction of nothing, or under no delay.
func TestMilestone_AgainstTheRules(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*journal.Milestone, *manifest)
		want   string
	}{
		"as it should be": {func(*journal.Milestone, *manifest) {}, ""},
		"a correction":    {func(m *journal.Milestone, _ *manifest) { m.Replaces = "JAL-0001" }, ""},
		"a day to come":   {func(m *journal.Milestone, _ *manifest) { m.Day = "2026-11-25" }, "milestones"},
		"the day of the zone": {func(m *journal.Milestone, p *manifest) {
			m.Day, p.TimeZone = "2026-11-24", "Europe/Paris"
		}, ""},
		"its eve, elsewhere": {func(m *journal.Milestone, p *manifest) {
			m.Day, p.TimeZone = "2026-11-24", "America/Guadeloupe"
		}, "milestones"},
		"no delay": {func(_ *journal.Milestone, p *manifest) { p.Sections.Regime.Delays = nil }, "milestones"},
		"no event": {func(m *journal.Milestone, _ *manifest) { m.What = "fin" }, "milestones"},
		"an outcome that is none": {func(m *journal.Milestone, _ *manifest) {
			m.What, m.Outcome = "va", "reduced"
		}, "milestones"},
		"no such decision": {func(m *journal.Milestone, _ *manifest) {
			m.What, m.Decision = "notified", "DEC-REC-0404"
		}, "milestones"},
		"a decision": {func(m *journal.Milestone, _ *manifest) {
			m.What, m.Decision, m.Day = "notified", "DEC-REC-0001", "2026-11-23"
		}, ""},
		"before its decision": {func(m *journal.Milestone, _ *manifest) {
			m.What, m.Decision = "notified", "DEC-REC-0001"
		}, "milestones"},
		"no such journey":         {func(m *journal.Milestone, _ *manifest) { m.Journey = "nulle-part" }, "journey"},
		"a correction of nothing": {func(m *journal.Milestone, _ *manifest) { m.Replaces = "JAL-0404" }, "life"},
	} {
		p := &manifest{}
		p.Sections.Regime.Delays = []frozenDelay{{Clock: "decision", Length: 7, Unit: "days"}}
		f := &fold{milestones: map[string]bool{"JAL-0001": true}, ever: []*journal.Leaf{{
			At: "2026-11-23T09:00:00.000Z", Decision: &journal.Decision{Number: "DEC-REC-0001"},
		}}}
		m := journal.Milestone{Number: "JAL-0002", What: "notice", Day: "2026-11-20"}
		tt.change(&m, p)
		got := ""
		f.milestone(&journal.Leaf{At: "2026-11-23T23:30:00.000Z", Milestone: &m}, p, func(when bool, what string) {
			if when {
				got += what
			}
		})
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
