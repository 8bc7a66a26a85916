package verify

import (
	"strconv"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

// before is an iteration before the one of the manifest, as the manifest tells it.
type before struct {
	Manifest string `json:"manifest"`
	FrozenAt string `json:"frozen_at"`
	Version  string `json:"version"`
	Build    string `json:"build"`
	Commit   string `json:"commit"`
}

// formerText is the text that a row had in iterations before.
type formerText struct {
	From    int    `json:"from"`
	To      int    `json:"to"`
	Content string `json:"content"`
	Steps   int    `json:"steps"`
}

// iterationRow is an iteration as the PV shows it.
type iterationRow struct {
	Version string     `json:"version"`
	Build   string     `json:"build"`
	At      *time.Time `json:"at"`
	Reason  string     `json:"reason"`
}

// build is what the results of the present iteration were obtained on: what was deployed, else what the delivery names.
func (m *manifest) build() string {
	if m.Environment.Build != "" {
		return m.Environment.Build
	}
	return m.Release.Build
}

// builtIn is what those of an iteration were obtained on.
func (m *manifest) builtIn(iteration int) string {
	if iteration >= 1 && iteration <= len(m.Before) {
		return m.Before[iteration-1].Build
	}
	return m.build()
}

// textIn gives the content of a row in an iteration, and how many steps it had.
func (z *frozenCase) textIn(iteration int) (content string, steps int) {
	for _, f := range z.Former {
		if iteration >= f.From && iteration <= f.To {
			return f.Content, f.Steps
		}
	}
	return z.Content, len(z.Steps)
}

// outdated tells whether the last result of a row is of another text than the frozen one: nothing of it is shown beside
// steps that nobody played.
func (t *tally) outdated() bool { return t.attempts > 0 && t.content != t.frozen.Content }

// shown gives what stands of the steps that the PV shows.
func (t *tally) shown() []observed {
	if t.outdated() {
		return nil
	}
	return t.steps
}

// due says why the last result of a row, of an iteration before, is to be obtained again; Fresh when it need not.
func (t *tally) due(iteration int) recette.Freshness {
	switch {
	case t.attempts == 0 || t.iteration >= iteration || t.frozen.Replay == "" && !t.outdated():
		return recette.Fresh
	case t.outdated() || t.frozen.Replay == "text":
		return recette.StaleText
	case t.frozen.Replay == "data":
		return recette.StaleData
	case t.frozen.Replay == "anomaly":
		return recette.StaleAnomaly
	}
	return recette.StaleVersion
}

// owed tells whether the last result of a row is to be obtained again: what is owed was not executed.
func (f *fold) owed(t *tally) bool { return t.due(f.iteration()) != recette.Fresh }

// successive compares the manifests that the leaves put in force with those that the plan says came before it: none is
// left out, and the plan of the PV is the last.
func (c *check) successive(named []string, sum string) {
	want := make([]string, 0, len(c.frozen.Before)+1)
	for i := range c.frozen.Before {
		want = append(want, c.frozen.Before[i].Manifest)
	}
	if want = append(want, sum); len(differs(field{"", named, want})) > 0 {
		c.contents.add(bad(ManifestDigest, sum))
	}
}

// inForce compares what the plan says of the iteration at a place with the leaf that began it: what was built, from
// which features, and where. Of an opening a former version named the build of the delivery, whatever was deployed.
func (c *check) inForce(l *journal.Leaf, at int) {
	m := c.frozen
	build, commit, last := m.builtIn(at+1), m.Commit, at >= len(m.Before)
	if !last {
		commit = m.Before[at].Commit
	}
	var named journal.Iterate
	switch {
	case l.Iterate != nil:
		named = *l.Iterate
	case l.Open != nil:
		named.Build, named.Commit, named.Environment = l.Open.Build, l.Open.Commit, l.Open.Environment
		if last && named.Build == m.Release.Build {
			build = named.Build
		}
	}
	for _, n := range differs(
		field{"build", named.Build, build}, field{"commit", named.Commit, commit},
		field{"environment", named.Environment, m.Environment.Name},
	) {
		c.contents.add(bad(HeaderMismatch, "reference.iterations["+strconv.Itoa(at)+"]."+n))
	}
}

// iterated compares the iterations that the PV shows with the plan and the leaves.
func (c *check) iterated(f *fold) {
	shown := &c.pv.Reference
	if len(c.frozen.Before) == 0 {
		if shown.Iteration != 0 || len(shown.Iterations) > 0 {
			c.contents.add(bad(HeaderMismatch, "reference.iterations"))
		}
		return
	}
	n := len(c.frozen.Before) + 1
	ok := shown.Iteration == n && len(shown.Iterations) == n && len(f.iterations) == n-1
	for i := 0; ok && i < n; i++ {
		version, at, reason := c.frozen.Release.Version, f.opened, ""
		if i < len(c.frozen.Before) {
			version = c.frozen.Before[i].Version
		}
		if i > 0 {
			at, reason = f.iterations[i-1].At, f.iterations[i-1].Iterate.Reason
		}
		row := &shown.Iterations[i]
		ok = row.Version == version && row.Build == c.frozen.builtIn(i+1) && instant(row.At) == at &&
			(row.Reason != "") == (reason != "")
	}
	if !ok {
		c.contents.add(bad(HeaderMismatch, "reference.iterations"))
	}
}

// iterate begins an iteration: what follows is of its texts and of its build, and no decision from before stands.
func (f *fold) iterate(l *journal.Leaf) {
	f.iterations, f.decisions = append(f.iterations, l), nil
	clear(f.attested)
}

// iteration numbers the present one.
func (f *fold) iteration() int { return len(f.iterations) + 1 }

// iterations expects a warning for the results of iterations before that hold, and one for the rows that are gone.
func (w *warnings) iterations(s scope) {
	var kept, gone []string
	for _, id := range s.ids {
		t := w.fold.cases[id]
		if n := w.fold.iteration(); t.attempts > 0 && t.iteration < n && t.due(n) == recette.Fresh {
			kept = append(kept, id)
		}
	}
	for i := range w.frozen.Gone {
		gone = append(gone, w.frozen.Gone[i].ID)
	}
	w.found("kept", kept)
	w.found("gone", gone)
}
