package verify

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
)

// custody is what the leaves of the whole project say: which log this is, which key signs its heads, which certificates
// sign.
type custody struct {
	bound bool                // the PV holds such leaves
	keys  map[string]namedKey // that hold at the head of the PV, by role
	added []*journal.Leaf     // those that name certificates, in order
	held  map[int64]bool      // positions
	began int64               // position of the first leaf of the project of version 6 or later; -1 when none is

	restored bool // the log goes on from another head than the one that was known

	handovers []string       // heads that the PV gives for changes of the key, and that are of none yet
	vouched   map[int64]bool // positions of the changes that the key of before signed
}

// project reads the leaves of the whole project. The head of the PV must be signed by the key that they name, under
// their name; each certificate comes in the place of the one it says. A PV of before there were such leaves has none,
// nor a number for its rules: that is said, and its head is believed as it was then.
func (c *check) project(head *journal.Signed) {
	j := &c.pv.Journal
	c.custody.held, c.custody.keys, c.custody.began = map[int64]bool{}, map[string]namedKey{}, -1
	c.custody.handovers, c.custody.vouched = j.Handovers, map[int64]bool{}
	switch {
	case len(j.Project) == 0 && c.pv.Derivation > 0:
		c.contents.add(bad(LogBinding, ""))
		return
	case len(j.Project) == 0:
		c.log.add(info(LogUnbound))
		return
	}
	b := journal.Unbound()
	last := int64(-1)
	var followed []proven
	for i := range j.Project {
		leaf, newer, ok := c.prove(head, &j.Project[i])
		if !ok {
			continue
		}
		at := strconv.FormatInt(leaf.Seq, 10)
		c.custody.held[leaf.Seq] = true
		switch {
		case leaf.Seq <= last:
			c.contents.add(bad(LeafDuplicate, at))
			continue
		case newer:
			c.newer = true
			c.contents.add(doubt(LeafNewer, at, strconv.Itoa(leaf.V), strconv.Itoa(journal.Version)))
			continue
		case leaf.Campaign != "" || !slices.Contains(journal.ProjectKinds(), leaf.Kind):
			c.contents.add(bad(LeafForeign, at))
			continue
		}
		if last = leaf.Seq; leaf.V >= lives && c.custody.began < 0 {
			c.custody.began = last
		}
		if leaf.Kind == journal.KindLogRotate && leaf.Log != nil && !leaf.Log.Lost {
			c.handover(head, &j.Project[i], &leaf)
		}
		if leaf.User != nil {
			kept := leaf
			c.users = append(c.users, &kept)
		}
		c.follow(&leaf, at, &b)
		c.managed(&leaf)
		followed = append(followed, proven{leaf: leaf, raw: j.Project[i].Raw})
	}
	c.learn(followed)
	switch {
	case b.Seq < 0:
		c.contents.add(bad(LogBinding, ""))
	case b.Origin != head.Origin || b.Verifier != head.Verifier, len(c.custody.handovers) > 0 && !c.newer:
		c.contents.add(bad(LogBinding, strconv.FormatInt(b.Seq, 10)))
	case b.Seq > 0:
		c.log.add(info(logBoundLate, strconv.FormatInt(b.Seq, 10)))
	}
	c.custody.bound = true
}

// keeps tells whether somebody looks after the keys of a project: a PPO, or its administrator.
func keeps(a *journal.Actor) bool {
	return a != nil && (a.Role == string(recette.PPO) || a.Role == string(recette.Admin))
}

// follow reads one leaf of the project. Nobody but a PPO or an administrator changes a key, vouches for a certificate,
// or restores.
func (c *check) follow(leaf *journal.Leaf, at string, b *journal.Binding) {
	lead := keeps(leaf.Actor)
	if err := b.Follow(leaf); err != nil || leaf.Kind != journal.KindLogOpen && !lead {
		c.contents.add(bad(LogBinding, at))
		return
	}
	switch {
	case leaf.Kind == journal.KindLogRotate:
		c.log.add(info(c.changed(leaf), at, leaf.At))
	case leaf.Kind == journal.KindLogRestore:
		c.custody.restored = true
		c.restored = append(c.restored, *leaf)
		c.log.add(info(LogRestored, at, leaf.At))
	case leaf.Kind == journal.KindKeyAdd && leaf.Key != nil:
		role, kept := strings.ToUpper(leaf.Key.Role), *leaf
		c.custody.added = append(c.custody.added, &kept)
		former := c.custody.keys[role]
		if former.Fingerprint != leaf.Key.Replaces {
			c.contents.add(bad(LogBinding, at))
		}
		c.custody.keys[role] = namedKey{
			Key: *leaf.Key, at: leaf.At, by: ref(leaf.Actor), former: former.Key, restored: c.custody.restored,
		}
	}
}

// changed gives what to say of a change of the key of the log.
func (c *check) changed(rotated *journal.Leaf) Code {
	switch {
	case rotated.Log.Lost:
		return LogKeyLost
	case c.custody.vouched[rotated.Seq]:
		return LogRotated
	}
	return LogUnvouched
}

// complete compares the leaves of the whole project with those of the journal: the PV holds all that its head covers. A
// log that was opened before the PV and says so nowhere in it was left out of it.
func (c *check) complete(w *ledger) {
	for i := range w.project {
		l := &w.project[i]
		at := strconv.FormatInt(l.Seq, 10)
		if l.Restore != nil && !c.custody.held[l.Seq] {
			c.restored = append(c.restored, *l)
		}
		switch {
		case l.Seq < w.size && !c.custody.held[l.Seq]:
			c.log.add(bad(LeafOmitted, at, string(l.Kind)))
		case l.Seq >= w.size && l.Kind == journal.KindLogRotate:
			c.log.add(info(c.changed(l), at, l.At))
		case l.Seq >= w.size && l.Kind == journal.KindLogRestore:
			c.log.add(info(LogRestored, at, l.At))
		}
	}
}

// lives is the version of leaves, and livesPlan that of plans, since which the acts on anomalies have names.
const (
	lives     = 6
	livesPlan = 2
)

// began gives the position from which the product recorded anomalies as it does now, as far as the plan and the leaves
// of the project tell. A plan that goes on may have begun under a version of before.
func (c *check) began() int64 {
	switch {
	case c.frozen.V >= livesPlan && len(c.frozen.Before) == 0:
		return 0
	case c.custody.began >= 0:
		return c.custody.began
	}
	return math.MaxInt64
}
