package conduct

import (
	"slices"
	"time"

	"recette/internal/recette"
	"recette/reports"
)

// delays tells where the delays of the regime stand today: those of the whole campaign, then those of each journey that
// has milestones of its own; when none began, which the regime has. Nil of a regime without delays.
func (b *builder) delays() (all []reports.Deadline) {
	t := b.m.Terms()
	codes := []string{""}
	for i := range b.st.Milestones {
		if code := b.st.Milestones[i].Journey; !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	for _, code := range codes {
		for _, r := range b.st.Clocks(code, b.today()) {
			x := reports.Deadline{
				Clock: string(r.Clock), From: r.From, Due: r.Due, Ended: r.Ended, Status: string(r.Status),
				Acquired: r.Acquired,
			}
			if j := b.m.Journey(code); j != nil {
				x.Journey = j.Title
			}
			if r.Ended == "" {
				x.Days = until(b.today(), r.Due)
			}
			all = append(all, x)
		}
	}
	if len(all) == 0 {
		for _, d := range t.Delays {
			if d.Clock != "extra" { // a postponement alone opens it
				all = append(all, reports.Deadline{Clock: string(d.Clock)})
			}
		}
	}
	for i := range all {
		for _, d := range t.Delays {
			if string(d.Clock) == all[i].Clock && !d.Clock.Period() {
				all[i].Silence = silence(t.Vocabulary, d.Silence)
			}
		}
	}
	return all
}

// silence names the effect of one in the words of a vocabulary.
func silence(v recette.Vocabulary, effect string) string {
	switch {
	case effect == "":
		return "none"
	case v == recette.CCAGTIC:
		return effect
	}
	return "acceptance"
}

// until counts the days from one to another, negative when it is before.
func until(from, to string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}
