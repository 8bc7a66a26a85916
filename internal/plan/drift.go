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
	duplicatedID        DriftKind = "duplicated_id"
	Removed             DriftKind = "removed"
	ContentChanged      DriftKind = "content"      // what is tested changed: results on it are stale
	renamed             DriftKind = "renamed"      // same content, other name
	presentationChanged DriftKind = "presentation" // same content and name, other tags or titles
	Moved               DriftKind = "moved"        // same in everything, in another file
	newCase             DriftKind = "new"          // in a journey of the manifest, frozen nowhere
	Identical           DriftKind = "identical"
)

// Drift is how one case, whatever the branches in which it is played, stands to its frozen text.
type Drift struct {
	ID      string
	Kind    DriftKind
	Stable  bool   // a frozen case with a stable id
	Critic  bool   // of a critical journey
	Was     string // frozen name
	Now     string // present name
	WasPath string
	NowPath string
	NowLine int
	NowID   string // provisional ids only: the case of the same content that took its place
	Content string // content hash at present, empty when removed
}

// Comparison compares the cases of the project as they are with frozen ones. It is given them one by one, and keeps
// none, nor the text of the file that holds it.
type Comparison struct {
	frozen   *Outline
	index    map[string]int // of the frozen cases, by their id in the features: rows of one case drift together
	drifts   []Drift        // of the frozen cases; those that were not seen have no kind
	rows     []int          // of each of them, the first row in the manifest
	strange  []Drift        // of the cases that are frozen nowhere, as they came
	entering []bool         // by case of strange, whether it is in a journey of the manifest
}

// Compare begins a comparison with frozen cases.
func Compare(old *Outline) *Comparison {
	c := &Comparison{frozen: old, index: make(map[string]int, len(old.Cases))}
	critical := old.CriticalCases()
	for i := range old.Cases {
		was := &old.Cases[i]
		id := CaseID(was.ID)
		if _, known := c.index[id]; known {
			continue
		}
		c.index[id] = len(c.drifts)
		c.drifts = append(c.drifts, Drift{
			ID: id, Stable: was.Stable, Critic: critical[was.ID], Was: was.Name, WasPath: was.Path,
		})
		c.rows = append(c.rows, i)
	}
	return c
}

// Add takes a case of the project in.
func (c *Comparison) Add(now *catalogue.Summary) {
	i, ok := c.index[now.ID]
	if !ok {
		d := Drift{ID: strings.Clone(now.ID), Kind: newCase}
		d.present(&OutlineCase{}, now)
		j := slices.IndexFunc(c.frozen.Journeys, func(j Journey) bool { return slices.Contains(now.Journeys, j.Code) })
		d.Critic = j >= 0 && (c.frozen.Journeys[j].Critical || now.Critical)
		c.strange, c.entering = append(c.strange, d), append(c.entering, j >= 0)
		return
	}
	d := &c.drifts[i]
	if d.Kind != "" {
		d.Kind = duplicatedID
		return
	}
	was := &c.frozen.Cases[c.rows[i]]
	d.present(was, now)
	d.Kind = was.drift(&Face{
		Content: now.Content, Presentation: now.Presentation, Name: now.Name, Path: now.Path,
	})
}

// Face is what a case of the features shows of itself: all that says how it stands to a frozen text.
type Face struct {
	Content, Presentation, Name, Path string
	Twice                             bool // several cases bear the id: nobody can say which one was frozen
}

// FaceOf gives that of a case.
func FaceOf(c *catalogue.Case) Face {
	return Face{Content: c.Content, Presentation: c.Presentation, Name: c.Name, Path: c.Feature.Path}
}

// drift says how the frozen text stands to the case as it is; nil when there is none. Every state that is shown comes
// from here.
func (c *OutlineCase) drift(now *Face) DriftKind {
	switch {
	case now == nil:
		return Removed
	case now.Twice:
		return duplicatedID
	case c.Content != now.Content:
		return ContentChanged
	case c.Name != now.Name:
		return renamed
	case c.Presentation != now.Presentation:
		return presentationChanged
	case c.Path != now.Path:
		return Moved
	}
	return Identical
}

// Stale tells whether a result on the frozen text says nothing of the case as it is.
func (k DriftKind) Stale() bool { return k == ContentChanged || k == Removed || k == duplicatedID }

// Graver reports whether k says more than another kind against what was recorded.
func (k DriftKind) Graver(than DriftKind) bool {
	return slices.Index(DriftKinds(), k) < slices.Index(DriftKinds(), than)
}

// DriftKinds lists the states in which a frozen case may be found, gravest first.
func DriftKinds() []DriftKind {
	return []DriftKind{duplicatedID, Removed, ContentChanged, renamed, presentationChanged, Moved, Identical}
}

// Faces gives the face of each case of the project as it is, by its id in the features (CaseID), for whoever shows
// cases of several campaigns: Comparison is for one.
type Faces map[string]Face

// Add takes a case in.
func (f Faces) Add(id string, now Face) {
	if _, twice := f[id]; twice {
		f[id] = Face{Twice: true}
		return
	}
	f[strings.Clone(id)] = Face{ // they may be parts of the text of its file
		Content: strings.Clone(now.Content), Presentation: strings.Clone(now.Presentation),
		Name: strings.Clone(now.Name), Path: strings.Clone(now.Path),
	}
}

// Of says how a frozen case stands to the project. A case whose provisional id followed its name is taken for removed:
// a person confirms a rename.
func (f Faces) Of(was *OutlineCase) DriftKind {
	now, ok := f[CaseID(was.ID)]
	if !ok {
		return was.drift(nil)
	}
	return was.drift(&now)
}

// Drifts gives how the frozen cases of one campaign stand to the project, by their id in the features (CaseID). It is
// nil when nobody compared.
type Drifts map[string]DriftKind

// DriftsOf keeps the kinds.
func DriftsOf(list []Drift) Drifts {
	all := make(Drifts, len(list))
	for i := range list {
		all[list[i].ID] = list[i].Kind
	}
	return all
}

// Of gives that of a row of the plan; empty when nobody compared.
func (d Drifts) Of(row string) DriftKind { return d[CaseID(row)] }

// Drifts gives one drift a frozen case, in the order of the manifest, then the new cases of its journeys.
func (c *Comparison) Drifts() []Drift {
	byContent := map[string][]int{}
	for i := range c.strange {
		byContent[c.strange[i].Content] = append(byContent[c.strange[i].Content], i)
	}
	drifts, taken := slices.Clone(c.drifts), map[string]bool{}
	for i := range drifts {
		d, was := &drifts[i], &c.frozen.Cases[c.rows[i]]
		if d.Kind != "" {
			continue
		}
		// A provisional id is made of the place and the name: the same content elsewhere is a rename to confirm.
		if at := byContent[was.Content]; !was.Stable && len(at) == 1 {
			now := &c.strange[at[0]]
			d.Kind, d.NowID = renamed, now.ID
			d.Now, d.NowPath, d.NowLine, d.Content = now.Now, now.NowPath, now.NowLine, now.Content
			taken[now.ID] = true
		} else {
			d.Kind = Removed
		}
	}
	for i := range c.strange {
		if c.entering[i] && !taken[c.strange[i].ID] {
			drifts = append(drifts, c.strange[i])
		}
	}
	return drifts
}

// present says where a case is, in the strings of the frozen one where they are the same.
func (d *Drift) present(was *OutlineCase, now *catalogue.Summary) {
	d.Now, d.NowPath, d.Content = kept(was.Name, now.Name), kept(was.Path, now.Path), kept(was.Content, now.Content)
	d.NowLine = now.Line
}

func kept(was, now string) string {
	if was == now {
		return was
	}
	return strings.Clone(now)
}

// Presence gives the content hash of each case of the project as it is, by its id in the features (CaseID), for the
// freshness of results. It is filled case by case, so that a caller need not hold the project.
type Presence map[string]string

// Add takes a case in. A duplicated id has no hash: nobody can say which text it names.
func (p Presence) Add(id, content string) {
	if _, twice := p[id]; twice {
		p[id] = ""
		return
	}
	p[strings.Clone(id)] = content // the id may be a part of the text of its file
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
