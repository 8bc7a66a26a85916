package plan

import (
	"bytes"
	"cmp"
	"slices"
	"time"
)

// Before is an iteration that came before the one of a manifest: what was tested then, and on which manifest.
type Before struct {
	Manifest string `json:"manifest"` // sha256 hex of its exact bytes
	FrozenAt string `json:"frozen_at"`
	Version  string `json:"version"` // of the delivery
	Build    string `json:"build,omitempty"`
	Commit   string `json:"commit,omitempty"` // of the features
}

// FormerText is the text that a row had in iterations before, from one to another, both included.
type FormerText struct {
	From    int    `json:"from"`
	To      int    `json:"to"`
	Content string `json:"content"`
	Steps   int    `json:"steps"`
}

// Gone is a row that an iteration before had, and that is in the plan no more.
type Gone struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Iteration int    `json:"iteration"` // the last that had it
}

// Replay says why the result of a row from before speaks no more of what is tested: it is to be played again.
type Replay string

// The reasons to play a row again.
const (
	ReplayText       Replay = "text"       // its text is another one
	ReplayData       Replay = "data"       // one of its data sets is
	ReplayAnomaly    Replay = "anomaly"    // one of its anomalies was reopened, or corrected, since
	ReplayVerdict    Replay = "verdict"    // it is failed, blocked or was not run
	ReplayBuild      Replay = "build"      // the new build may bear on it
	ReplayRegression Replay = "regression" // it is of those that each build is checked with
)

// Number is the number of the iteration, 1 for a campaign as it was opened.
func (m *Manifest) Number() int { return len(m.Before) + 1 }

// At gives what was tested in an iteration, the present one included.
func (m *Manifest) At(iteration int) Before {
	if iteration >= 1 && iteration <= len(m.Before) {
		return m.Before[iteration-1]
	}
	return Before{FrozenAt: m.FrozenAt, Version: m.Release.Version, Build: m.Build(), Commit: m.Commit}
}

// Deliveries gives what was tested, each delivery once, in order, the present one included: an iteration that takes
// other texts or data alone goes on with the delivery of the one before.
func (m *Manifest) Deliveries() (out []Before) {
	for n := 1; n <= m.Number(); n++ {
		x, last := m.At(n), len(out)-1
		if last < 0 || out[last].Version != x.Version || out[last].Build != x.Build {
			out = append(out, x)
		}
	}
	return out
}

// TextAt gives the content hash of a row in an iteration, and how many steps its text had.
func (c *OutlineCase) TextAt(iteration int) (content string, steps int) {
	for i := range c.Former {
		if f := &c.Former[i]; f.From <= iteration && iteration <= f.To {
			return f.Content, f.Steps
		}
	}
	return c.Content, len(c.Verifies)
}

// Delivered is the plan of a campaign that goes on with another delivery, of the same version when it names none: the
// texts, the data and the people stay. deployed is what the project says the environment runs, empty when it does not.
func (m Manifest) Delivered(by Release, deployed string, now time.Time) Manifest {
	m.FrozenAt = frozenAt(now)
	by.Version = cmp.Or(by.Version, m.Release.Version)
	m.Release = by
	if deployed != "" || m.Environment.Build != "" {
		m.Environment.Build = cmp.Or(deployed, by.Build)
	}
	return m
}

// Rebased is the plan of a campaign that goes on with the texts and data of now, frozen as now: the delivery and the
// environment stay those of before.
func (m Manifest) Rebased(now Manifest) Manifest {
	now.Campaign, now.Release, now.Environment = m.Campaign, m.Release, m.Environment
	return now
}

// Same tells whether two manifests ask for the same tests of the same thing: when, at which commit and after which
// iterations they were frozen aside, and what the project calls what they name.
func (m *Manifest) Same(other *Manifest) bool {
	a, errA := m.timeless()
	b, errB := other.timeless()
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// timeless gives the bytes of a manifest without what an iteration changes by itself.
func (m *Manifest) timeless() ([]byte, error) {
	same := *m
	same.V, same.FrozenAt, same.Commit, same.Before, same.Gone = ManifestVersion, "", "", nil, nil
	same.Names = Names{}
	same.Release.Note, same.Release.DeliveredAt = "", "" // of the same build, they are no other delivery
	same.Cases = slices.Clone(m.Cases)
	for i := range same.Cases {
		same.Cases[i].Former, same.Cases[i].Replay = nil, ""
	}
	return same.Bytes()
}
