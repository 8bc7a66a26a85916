package plan

import (
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/linediff"
)

// DriftKind says how a case stands to its frozen text.
type DriftKind string

// The kinds of drift, gravest first. A case that drifted in several ways has the gravest.
const (
	DuplicatedID        DriftKind = "duplicated_id"
	Removed             DriftKind = "removed"
	ContentChanged      DriftKind = "content"      // what is tested changed: results on it are stale
	Renamed             DriftKind = "renamed"      // same content, other name
	PresentationChanged DriftKind = "presentation" // same content and name, other tags or titles
	Moved               DriftKind = "moved"        // same in everything, in another file
	New                 DriftKind = "new"          // in a journey of the manifest, frozen nowhere
	Identical           DriftKind = "identical"
)

// Drift is how one case stands to its frozen text.
type Drift struct {
	ID      string
	Kind    DriftKind
	Critic  bool   // of a critical journey
	Was     string // frozen name
	Now     string // present name
	WasPath string
	NowPath string
	NowLine int
	NowID   string // provisional ids only: the case of the same content that took its place
	Content string // content hash at present, empty when removed
	Text    string // differences of the source, a line each: "-" frozen, "+" present, " " around them
}

// Diff compares the frozen cases with the cases of the project as they are: one drift a frozen case in the order of the
// manifest, then the new ones.
func Diff(old Manifest, cases []catalogue.Case) []Drift {
	byID := map[string][]*catalogue.Case{}
	byContent := map[string][]*catalogue.Case{}
	frozen := map[string]bool{}
	for i := range old.Cases {
		frozen[old.Cases[i].ID] = true
	}
	for i := range cases {
		c := &cases[i]
		byID[c.ID] = append(byID[c.ID], c)
		if !frozen[c.ID] {
			byContent[c.Content] = append(byContent[c.Content], c)
		}
	}
	critical := old.CriticalCases()
	taken := map[string]bool{}
	drifts := make([]Drift, 0, len(old.Cases))
	for i := range old.Cases {
		was := &old.Cases[i]
		d := Drift{ID: was.ID, Critic: critical[was.ID], Was: was.Name, WasPath: was.Feature.Path}
		switch found := byID[was.ID]; {
		case len(found) > 1:
			d.Kind = DuplicatedID
			d.present(found[0])
		case len(found) == 1:
			d.compare(was, found[0])
		case !was.Stable && len(byContent[was.Content]) == 1:
			// A provisional id is made of the place and the name: the same content elsewhere is a rename to confirm.
			c := byContent[was.Content][0]
			d.compare(was, c)
			d.Kind, d.NowID = Renamed, c.ID
			taken[c.ID] = true
		default:
			d.Kind = Removed
			d.Text = Lines(was.Source, "")
		}
		drifts = append(drifts, d)
	}
	return append(drifts, added(old, cases, frozen, taken)...)
}

func added(old Manifest, cases []catalogue.Case, frozen, taken map[string]bool) []Drift {
	var drifts []Drift
	for i := range cases {
		c := &cases[i]
		if frozen[c.ID] || taken[c.ID] {
			continue
		}
		j := slices.IndexFunc(old.Journeys, func(j Journey) bool { return slices.Contains(c.Journeys, j.Code) })
		if j < 0 {
			continue
		}
		d := Drift{ID: c.ID, Kind: New, Critic: old.Journeys[j].Critical || c.Critical}
		d.present(c)
		drifts = append(drifts, d)
	}
	return drifts
}

func (d *Drift) present(c *catalogue.Case) {
	d.Now, d.NowPath, d.NowLine, d.Content = c.Name, c.Feature.Path, c.Line, c.Content
}

func (d *Drift) compare(was *FrozenCase, now *catalogue.Case) {
	d.present(now)
	switch {
	case was.Content != now.Content:
		d.Kind = ContentChanged
	case was.Name != now.Name:
		d.Kind = Renamed
	case was.Presentation != now.Presentation:
		d.Kind = PresentationChanged
	case was.Feature.Path != now.Feature.Path:
		d.Kind = Moved
	default:
		d.Kind = Identical
		return
	}
	d.Text = Lines(was.Source, now.Source)
}

// Presence gives the content hash of each case of the project as it is, by id, for the freshness of results. It is
// filled case by case, so that a caller need not hold the project.
type Presence map[string]string

// Add takes a case in. A duplicated id has no hash: nobody can say which text it names.
func (p Presence) Add(c *catalogue.Case) {
	if _, twice := p[c.ID]; twice {
		p[c.ID] = ""
		return
	}
	p[c.ID] = c.Content
}

// around is how many equal lines are shown on each side of a difference.
const around = 2

// Lines shows how two texts differ, a line each, empty when they do not.
func Lines(was, now string) string {
	edits := linediff.Compare(split(was), split(now))
	near := linediff.Near(edits, around)
	var out strings.Builder
	for i, e := range edits {
		if near[i] {
			out.WriteByte(e.Op)
			out.WriteString(e.Text)
			out.WriteByte('\n')
		} else if i > 0 && near[i-1] {
			out.WriteString("…\n")
		}
	}
	return out.String()
}

func split(s string) []string {
	if s = strings.TrimRight(s, "\n"); s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}
