package verify

import (
	"slices"
	"time"

	"recette/internal/journal"
)

// frozenRegime is under which rules a campaign is decided, as its manifest says it. What those rules are is written
// here a second time: what the product computes by one hand is computed again by another.
type frozenRegime struct {
	Vocabulary string        `json:"vocabulary"`
	Region     string        `json:"region"`
	Delays     []frozenDelay `json:"delays"`
}

type frozenDelay struct {
	Clock   string `json:"clock"`
	Length  int    `json:"length"`
	Unit    string `json:"unit"`
	Silence string `json:"silence"`
	Source  string `json:"source"`
	Clause  string `json:"clause"`
}

// decisions lists what may be pronounced on the campaign: four words of common practice or, when its contract refers to
// the CCAG-TIC, those of that text, which knows no reserves and for which a vérification d’aptitude has an outcome.
func (m *manifest) decisions() []string {
	switch r := &m.Sections.Regime; {
	case r.Vocabulary != "ccag-tic":
		return []string{"accepted", "accepted_with_reserves", "postponed", "refused"}
	case m.Nature == "va":
		return []string{"va_positive", "adjourned", "rejected"}
	}
	return []string{"admitted", "adjourned", "reduced", "rejected"}
}

// accepting tells whether a decision takes what was delivered, with or without something against it.
func accepting(decision string) bool {
	switch decision {
	case "accepted", "accepted_with_reserves", "admitted", "reduced", "va_positive":
		return true
	}
	return false
}

type clocks struct {
	Vocabulary string        `json:"vocabulary"`
	Region     string        `json:"region"`
	Delays     []frozenDelay `json:"delays"`
	Milestones []milestone   `json:"milestones"`
	Runs       []ran         `json:"runs"`
}

type milestone struct {
	Number    string    `json:"number"`
	What      string    `json:"what"`
	Day       string    `json:"day"`
	Outcome   string    `json:"outcome"`
	Decision  string    `json:"decision"`
	Reference string    `json:"reference"`
	SHA256    string    `json:"sha256"`
	Replaces  string    `json:"replaces"`
	Reason    string    `json:"reason"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
}

type ran struct {
	Clock    string `json:"clock"`
	From     string `json:"from"`
	Start    string `json:"start"`
	Due      string `json:"due"`
	Ended    string `json:"ended"`
	End      string `json:"end"`
	Given    string `json:"given"`
	Status   string `json:"status"`
	Acquired string `json:"acquired"`
}

// clocks gives what the PV says of the regime: its terms from the manifest, milestones from their leaves, and where
// each delay stands on the day of the PV, computed again; nil of common practice without delays.
func (c *check) clocks(f *fold, s scope, n *notes) *clocks {
	r := &c.frozen.Sections.Regime
	if r.Vocabulary != "ccag-tic" && len(r.Delays) == 0 {
		return nil
	}
	out := &clocks{Vocabulary: r.Vocabulary, Region: r.Region, Delays: append([]frozenDelay{}, r.Delays...)}
	if len(r.Delays) == 0 || c.pv.Antenne != "" {
		return out
	}
	shown := clocks{}
	if c.pv.Clocks != nil {
		shown = *c.pv.Clocks
	}
	for _, l := range f.dated(s) {
		m, was := l.Milestone, at(shown.Milestones, len(out.Milestones))
		out.Milestones = append(out.Milestones, milestone{
			Number: m.Number, What: m.What, Day: m.Day, Outcome: m.Outcome, Decision: m.Decision,
			Reference: n.text(m.Reference, was.Reference), SHA256: m.SHA256, Replaces: m.Replaces,
			Reason: n.text(m.Reason, was.Reason), By: n.by(l, was.By), At: n.at(l),
		})
	}
	out.Runs = c.ran(f, s)
	return out
}

// dated gives the leaves of what happened to a journey, or to the whole campaign, on which delays depend.
func (f *fold) dated(s scope) (all []*journal.Leaf) {
	for _, l := range f.notes {
		if m := l.Milestone; m != nil && (m.Journey == "" || m.Journey == s.journey) {
			all = append(all, l)
		}
	}
	return all
}

// ran tells where the delays stand on the day of the PV, by what was not corrected since.
func (c *check) ran(f *fold, s scope) []ran {
	gone := map[string]bool{}
	for _, l := range f.notes {
		if l.Milestone != nil {
			gone[l.Milestone.Replaces] = true
		}
	}
	var days []happened
	for _, l := range f.dated(s) {
		m := l.Milestone
		if gone[m.Number] {
			continue
		}
		x := happened{what: m.What, day: m.Day, number: m.Number, outcome: m.Outcome}
		for _, d := range f.ever {
			if m.Decision != "" && d.Decision.Number == m.Decision {
				x.outcome = d.Decision.Decision
			}
		}
		days = append(days, x)
	}
	return c.frozen.Sections.Regime.elapsed(days, c.pv.IssuedAt.In(c.zone()).Format(time.DateOnly))
}

// tacit expects a warning when a decision came on a day when silence had already accepted what it decides. The rules of
// before said nothing of it.
func (w *warnings) tacit(s scope) {
	l := w.fold.decision(s.journey)
	if l == nil || s.antenne != "" || !w.canon.lives || len(w.frozen.Sections.Regime.Delays) == 0 {
		return
	}
	decided := day(l.At, w.frozen)
	for _, x := range w.ran(w.fold, s) {
		if silent := x.Acquired; silent != "" && silent < decided {
			w.say("tacit_admission", w.date(decided), w.date(silent))
			return
		}
	}
}

// milestone judges what somebody recorded that delays depend on.
func (f *fold) milestone(l *journal.Leaf, m *manifest, flaw func(when bool, what string)) {
	x := l.Milestone
	known := []string{"mom", "notice", "va", "vsr_end", "notified"}
	flaw(!slices.Contains(known, x.What) || len(m.Sections.Regime.Delays) == 0, "milestones")
	flaw(!m.holds(x.Journey), "journey")
	flaw(x.Day > day(l.At, m), "milestones")
	flaw(x.What == "va" && !slices.Contains([]string{"va_positive", "adjourned", "rejected"}, x.Outcome), "milestones")
	flaw(x.Decision != "" && !slices.ContainsFunc(f.ever, func(d *journal.Leaf) bool {
		return d.Decision.Number == x.Decision && d.Decision.Journey == x.Journey && day(d.At, m) <= x.Day
	}), "milestones")
	if x.Replaces != "" {
		flaw(!f.milestones[x.Replaces], "life")
		delete(f.milestones, x.Replaces)
	}
	if f.milestones == nil {
		f.milestones = map[string]bool{}
	}
	f.milestones[x.Number] = true
}

// day gives the day of an instant in the time zone of a plan.
func day(at string, m *manifest) string {
	zone, err := time.LoadLocation(m.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return ""
	}
	return t.In(zone).Format(time.DateOnly)
}
