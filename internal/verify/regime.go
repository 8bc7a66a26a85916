package verify

import (
	"math"
	"slices"
	"strconv"
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
	today := c.pv.IssuedAt.In(c.zone()).Format(time.DateOnly)
	return c.frozen.Sections.Regime.elapsed(f.happened(s.journey, math.MaxInt64), today)
}

// happened gives what happened to a journey, or to the whole campaign, as it was recorded and corrected before a
// position of the log.
func (f *fold) happened(journey string, before int64) (days []happened) {
	gone := map[string]bool{}
	for _, l := range f.notes {
		if l.Milestone != nil && l.Seq < before {
			gone[l.Milestone.Replaces] = true
		}
	}
	for _, l := range f.dated(scope{journey: journey}) {
		m := l.Milestone
		if gone[m.Number] || l.Seq >= before {
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
	return days
}

// apart tells whether what ends a recette of a nature is something else than what a delay waits for: the outcome of a
// vérification d’aptitude, or what is decided after it.
func apart(nature, clock string) bool {
	return nature == "va" && clock != "va" || nature == "vsr" && clock == "va"
}

// natures says which decisions were notified to end a delay that waits for one of another nature.
func (c *check) natures(f *fold, s scope) {
	if s.antenne != "" {
		return
	}
	for _, r := range c.ran(f, s) {
		for _, l := range f.dated(s) {
			if l.Milestone.Number == r.End && l.Milestone.What == "notified" && apart(c.frozen.Nature, r.Clock) {
				at := strconv.FormatInt(l.Seq, 10)
				c.contents.add(doubt(NoteRules, at, string(l.Kind), "nature"))
			}
		}
	}
}

// untimely judges what the regime allows of a decision on its day: until when what it postpones is presented again, and
// that no vérification d’aptitude is waited for.
func (c *check) untimely(f *fold, l *journal.Leaf) {
	d, today, r := l.Decision, day(l.At, c.frozen), &c.frozen.Sections.Regime
	if x := r.delay("extra"); x != nil && c.frozen.Nature != "va" && d.Again > r.last(today, x) {
		c.contents.add(doubt(DecisionRules, d.Number, d.Decision, "again_late"))
	}
	runs := r.elapsed(f.happened(d.Journey, l.Seq), today)
	if n := len(runs); n > 0 && c.frozen.Nature == "vsr" && runs[n-1].Ended == "" && runs[n-1].Clock == "va" {
		c.contents.add(doubt(DecisionRules, d.Number, d.Decision, "va_pending"))
	}
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
	flaw(x.What == "va" && m.Nature == "va" && f.outcome(x, m) != x.Outcome, "nature")
	if x.Replaces != "" {
		flaw(!f.milestones[x.Replaces], "life")
		delete(f.milestones, x.Replaces)
	}
	if f.milestones == nil {
		f.milestones = map[string]bool{}
	}
	f.milestones[x.Number] = true
}

// outcome gives the last decision that bears on what a milestone is about, on its day.
func (f *fold) outcome(x *journal.Milestone, m *manifest) string {
	for _, l := range slices.Backward(f.ever) {
		if d := l.Decision; (d.Journey == x.Journey || d.Journey == "") && day(l.At, m) <= x.Day {
			return d.Decision
		}
	}
	return ""
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
