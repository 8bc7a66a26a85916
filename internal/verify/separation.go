package verify

import (
	"slices"
	"strconv"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Three rules of the separation of duties are counted again on what stands, whatever leaves say of them: rule 4 (the
// author of a scenario does not play it alone), rule 5 (the owner of data does not verify them alone) and rule 12 (what
// an accelerated recette accepts expires).
const (
	authorAlone       = "author_alone"
	ownerAlone        = "data_owner_alone"
	unconfirmedUrgent = "unconfirmed_emergency"
)

// authorship says who wrote rows, by name.
type authorship struct {
	Who   string   `json:"who"`
	Named []string `json:"named"`
}

// acceleration is an accelerated recette; no days: it is none.
type acceleration struct {
	Reason string `json:"reason"`
	Days   int    `json:"days"`
}

// named gives the references of those who bear a name of the plan, whatever they hold now.
func (m *manifest) named(name string) (refs []string) {
	for _, p := range slices.Concat(m.Parties, m.former) {
		if p.Name == name && !slices.Contains(refs, p.Ref) {
			refs = append(refs, p.Ref)
		}
	}
	return refs
}

// wrote gives, by row of a critical journey, the references of those who wrote it.
func (m *manifest) wrote() map[string][]string {
	if len(m.Sections.Authors) == 0 {
		return nil
	}
	critical, out := map[string]bool{}, map[string][]string{}
	for i := range m.Journeys {
		if j := &m.Journeys[i]; j.Critical {
			for _, id := range j.Cases {
				critical[id] = true
			}
		}
	}
	for _, z := range m.Cases {
		critical[z.ID] = critical[z.ID] || z.Critical
	}
	for i := range m.Sections.Authors {
		a := &m.Sections.Authors[i]
		refs := m.named(a.Who)
		for _, id := range a.Named {
			if critical[id] {
				out[id] = append(out[id], refs...)
			}
		}
	}
	return out
}

// authored gives the rows of critical journeys, in the scope of a PV and of a journey, that their authors alone played.
func (f *fold) authored(journey string) (rows []string) {
	if len(f.wrote) == 0 {
		return nil
	}
	for _, id := range f.scope.ids {
		t, wrote := f.cases[id], f.wrote[id]
		if len(wrote) == 0 || journey != "" && !slices.Contains(f.scope.held[id], journey) || t.attempts == 0 ||
			!t.closed || t.mode == string(recette.Automated) || !t.verdict().Executed() {
			continue
		}
		if slices.Contains(wrote, ref(t.actor)) && !slices.ContainsFunc(t.steps, func(s observed) bool {
			return s.seen() && !slices.Contains(wrote, ref(s.in.Actor))
		}) {
			rows = append(rows, id)
		}
	}
	return rows
}

// loading is what became of a set of data: whose it is, whether they, and whether others, loaded it to the end. A reset
// loads nothing.
type loading struct {
	owners           []string
	theirs, stranger bool
	said             bool // a leaf said that its owner is alone
}

// loadings begins what is counted of the sets that have an owner.
func (m *manifest) loadings() map[string]*loading {
	out := map[string]*loading{}
	for _, d := range m.DataSets {
		if d.Owner != "" {
			out[d.Code] = &loading{owners: m.named(d.Owner)}
		}
	}
	return out
}

// load folds in that data were loaded. The first load to come to its end by the owner, where nobody else did it before,
// says that they are alone; no other load does.
func (f *fold) load(l *journal.Leaf) {
	x, done := f.loadings[l.Data.Set], l.Data.Act == "load" && l.Data.Outcome == "done"
	effect, breaks := effectOf(l, ownerAlone), false
	if x != nil {
		theirs := slices.Contains(x.owners, ref(l.Actor))
		x.theirs, x.stranger = x.theirs || done && theirs, x.stranger || done && !theirs
		breaks = done && theirs && !x.stranger && !x.said
		x.said = x.said || effect != ""
	}
	f.loaded = append(f.loaded, loadedBy{l, breaks})
}

// loadedBy is a load, and whether its owner is alone by it.
type loadedBy struct {
	leaf   *journal.Leaf
	breaks bool
}

// owners gives the sets that nobody but their owner loaded.
func (f *fold) owners() (sets []string) {
	for _, d := range f.plan.DataSets {
		if x := f.loadings[d.Code]; x != nil && x.theirs && !x.stranger {
			sets = append(sets, d.Code)
		}
	}
	return sets
}

// loaded judges what loads of data say of rule 5.
func (c *check) loaded(f *fold) {
	since := c.present(f)
	for _, x := range f.loaded {
		if x.leaf.Seq >= since && c.frozen.lies(x.leaf, ownerAlone, x.breaks, false) {
			f.flaws = append(f.flaws, flawed{x.leaf, ownerAlone})
		}
	}
}

// lies tells whether a leaf breaks a rule and says nothing of it, says so and does not, or says it otherwise than the
// plan keeps the rule. Of what is about more than the PV holds nobody knows that it breaks none.
func (m *manifest) lies(l *journal.Leaf, rule string, breaks, partial bool) bool {
	said, planned := effectOf(l, rule), m.strictness(rule)
	return breaks && said == "" || !breaks && said != "" && !partial || said != "" && planned != "" && said != planned
}

// present gives the position from which facts were judged on the present plan, by the rules of now.
func (c *check) present(f *fold) int64 {
	since := f.began
	if n := len(f.iterations); n > 0 {
		since = max(since, f.iterations[n-1].Seq)
	}
	return since
}

// provisional gives the last day of what a decision of an accelerated recette accepts, when nothing confirms it.
func (f *fold) provisional(l *journal.Leaf) string {
	urgent := f.plan.Sections.Accelerated
	if l == nil || urgent.Reason == "" || !accepting(l.Decision.Decision) {
		return ""
	}
	since := int64(-1) // what was accepted in an iteration before is another delivery
	for _, x := range f.iterations {
		if x.Seq < l.Seq {
			since = x.Seq
		}
	}
	day := f.dayOf(l)
	for _, old := range f.ever {
		of := old.Decision
		same := of.Journey == "" || of.Journey == l.Decision.Journey
		if old.Seq > since && old.Seq < l.Seq && accepting(of.Decision) && same &&
			f.dayOf(old) < day && day <= daysOn(f.dayOf(old), urgent.Days) {
			return ""
		}
	}
	return daysOn(day, urgent.Days)
}

// dayOf gives the day of a leaf in the time zone of the campaign.
func (f *fold) dayOf(l *journal.Leaf) string {
	at, err := time.Parse(journal.TimeLayout, l.At)
	if err != nil {
		return ""
	}
	return at.In(f.zone).Format(time.DateOnly)
}

func daysOn(day string, n int) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return at.AddDate(0, 0, n).Format(time.DateOnly)
}

// urgent expects what a PV says of an accelerated recette.
func (w *warnings) urgent(s scope) {
	x := w.frozen.Sections.Accelerated
	if x.Reason == "" || s.antenne != "" {
		return
	}
	l := w.fold.decision(s.journey)
	if l == nil {
		w.say("accelerated", strconv.Itoa(x.Days))
		return
	}
	switch until := w.fold.provisional(l); {
	case until == "":
	case until < w.pv.IssuedAt.In(w.zone()).Format(time.DateOnly):
		w.say("duty_"+unconfirmedUrgent, l.Decision.Number, w.date(until))
	default:
		w.say("accelerated_until", l.Decision.Number, w.date(until))
	}
}
