// Package conduct makes the documents on the conduct of a campaign from what was recorded of it: the bilan, the agenda
// of its sessions, the order of business of its committee. It is pure, words nothing, and invents nothing: what nobody
// recorded stays empty. What a result is worth is judged by internal/campaign/state, a criterion of the plan by
// internal/pv, an acceptance criterion by internal/standing.
package conduct

import (
	"slices"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/matrix"
	"recette/internal/pace"
	"recette/internal/plan"
	"recette/internal/planning"
	"recette/internal/recette"
	"recette/internal/vocabulary"
)

// Input is what a document is made from.
type Input struct {
	*campaign.Account

	Tags     vocabulary.Vocabulary
	Present  map[string]string // content hash of each case in the features as they are; nil when nobody looked
	Drifts   plan.Drifts       // how the frozen texts stand to them; nil when nobody looked
	Matrix   *matrix.Matrix    // of the stories of the plan, by this campaign alone; nil: coverage is left out
	Producer string
}

// builder is a campaign that is folded.
type builder struct {
	in   Input
	m    *plan.Manifest
	st   *state.State
	name map[string]string // of people, by reference
	of   map[string]string // first journey of a row
	sits planning.Sessions
	zone *time.Location
}

func build(in Input) *builder {
	m := in.Plan
	b := &builder{
		in: in, m: m, st: state.New(m.Outline(), false), name: map[string]string{}, of: map[string]string{},
		zone: in.Now.Location(), sits: planning.SessionsOf(m),
	}
	b.in.Tags = in.Tags.Filled()
	for i := range in.Records {
		b.st.Apply(&in.Records[i])
	}
	for _, p := range m.Parties {
		if b.name[p.Ref] == "" {
			b.name[p.Ref] = p.Name
		}
	}
	for i := range m.Journeys {
		for _, id := range m.Journeys[i].Cases {
			if b.of[id] == "" {
				b.of[id] = m.Journeys[i].Code
			}
		}
	}
	return b
}

// machine tells whether a machine plays a row.
func (b *builder) machine(i int) bool { return b.in.Tags.Mode(b.m.Cases[i].Tags) == recette.Automated }

// text gives what stands behind a commitment; nothing when it was erased.
func (b *builder) text(commitment string) string {
	if !journal.IsDigest(commitment) {
		return commitment // an older leaf may hold the words themselves
	}
	return b.in.Texts[commitment]
}

// day gives the day of an instant of the journal, YYYY-MM-DD.
func (b *builder) day(at string) string {
	t := b.instant(at)
	if t == nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

func (b *builder) instant(at string) *time.Time {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return nil
	}
	t = t.In(b.zone)
	return &t
}

func (b *builder) today() string { return b.in.Now.Format(time.DateOnly) }

// plays gives the rows that a session of the plan plays.
func (b *builder) plays(s *plan.Session) []string { return b.sits.Cases(s) }

// played reports whether the result of a row holds.
func (b *builder) played(id string) bool {
	c := b.st.Case(id)
	return c != nil && b.st.Progress(c) == pace.Played
}

// Stories gives the stories that a plan plays, sorted.
func Stories(m *plan.Manifest) []string {
	var out []string
	for i := range m.Cases {
		if s := m.Cases[i].Story; s != "" {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
