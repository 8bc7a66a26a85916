// Package dataset holds what is recorded of the data sets of a campaign: that one was loaded in its environment, or put
// back, by whom and from which file. It is pure: it runs nothing and reads no file.
package dataset

import (
	"fmt"
	"slices"
	"time"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// The refusals of this room.
var (
	ErrUnknown = fmt.Errorf("%w: data set not in the campaign", fact.Err)
	// ErrChanged is a file that is not the one that the campaign froze, without a reason to load it all the same.
	ErrChanged = fmt.Errorf("%w: the data set changed since it was frozen", fact.Err)
)

// What is done with a data set.
const (
	ActLoad  = recette.LoadAct
	ActReset = "reset"
)

// Begun is the outcome of what a command is about to do: it is recorded before, so that a command of which nobody could
// record the end is known all the same.
const Begun = recette.LoadBegun

// outcomes are what may become of it. Only the first one loaded something.
func outcomes() []string { return []string{"done", "failed", "timeout", "interrupted", Begun} }

// Load is the loading of a data set, or its being put back.
type Load struct {
	Set     string
	SHA256  string // of its file, as it was then
	Act     string
	Mode    recette.Mode // automated: its command; manual: the actor says that they did it
	Outcome string       // done, failed, timeout, interrupted, begun
	Took    time.Duration
	Reason  string // why, although the file is not the frozen one
	Log     *fact.Attachment
}

var _ fact.Evident = Load{}

// Kind is data.load.
func (Load) Kind() journal.Kind { return journal.KindDataLoad }

// Action is that of loading data.
func (Load) Action() access.Action { return access.LoadData }

// Evidence is the log of the command.
func (l Load) Evidence() []fact.Attachment {
	if l.Log == nil {
		return nil
	}
	return []fact.Attachment{*l.Log}
}

// Judge refuses a closed campaign, a set that it does not know (ErrUnknown), and, without a reason, a file that is not
// the frozen one (ErrChanged). What the campaign froze no file of may be loaded: nothing says what it should be.
func (l Load) Judge(v fact.View) error {
	i := slices.IndexFunc(v.Plan.DataSets, func(d plan.DataSet) bool { return d.Code == l.Set })
	switch {
	case v.State.ClosedAt != "":
		return fact.ErrClosed
	case i < 0:
		return fmt.Errorf("%w: %s", ErrUnknown, l.Set)
	case !journal.IsDigest(l.SHA256):
		return fact.Invalid("sha256")
	case l.Act != ActLoad && l.Act != ActReset:
		return fact.Invalid("act")
	case l.Mode != recette.Automated && l.Mode != recette.Manual:
		return fact.Invalid("mode")
	case !slices.Contains(outcomes(), l.Outcome), l.Outcome == Begun && l.Mode != recette.Automated:
		return fact.Invalid("outcome")
	case !frozen(v.Plan.DataSets[i], l.SHA256) && recette.Blank(l.Reason):
		return fmt.Errorf("%w: %s", ErrChanged, l.Set)
	}
	return l.alone(v, &v.Plan.DataSets[i])
}

// alone holds a load to rule 5: the owner of data does not verify them alone. Where that is let pass, the first load
// that came to its end says it, and what others load afterwards ends it. A reset loads nothing.
func (l Load) alone(v fact.View, d *plan.DataSet) error {
	owners := plan.Bearing(v.Parties, d.Owner)
	others := slices.ContainsFunc(v.State.Loads, func(x state.Load) bool {
		return x.Set == d.Code && !slices.Contains(owners, x.By.Ref) && x.Loads()
	})
	if d.Owner == "" || l.Act != ActLoad || others || !slices.Contains(owners, v.Actor.Ref) {
		return nil
	}
	said := slices.ContainsFunc(v.State.Broken, func(b state.Broken) bool {
		return b.Rule == string(access.DataOwnerAlone) && b.About == d.Code
	})
	if v.Scope.Duties.Of(access.DataOwnerAlone) != access.Block && (l.Outcome != recette.LoadDone || said) {
		return nil
	}
	return v.Break(access.DataOwnerAlone, owners...)
}

// frozen tells whether a file is the one that was frozen; where none was frozen, any is.
func frozen(d plan.DataSet, sha256 string) bool { return d.SHA256 == "" || d.SHA256 == sha256 }

// Write fills the leaf. A reason is kept only where the file is not the frozen one.
func (l Load) Write(v fact.View, d *fact.Draft) {
	d.Data = &journal.DataLoad{
		Set: l.Set, SHA256: l.SHA256, Act: l.Act, Mode: string(l.Mode), Outcome: l.Outcome,
		Micros: l.Took.Microseconds(), Environment: v.Plan.Environment.Name, Build: v.Plan.Build(),
	}
	if slices.ContainsFunc(v.Plan.DataSets, func(s plan.DataSet) bool {
		return s.Code == l.Set && !frozen(s, l.SHA256)
	}) {
		d.Data.Reason = d.Text("reason", l.Reason)
	}
	if a := l.Log; a != nil {
		d.Data.Log = &journal.EvidenceRef{
			SHA256: a.SHA256, Size: a.Size, MIME: a.MIME, Name: d.Text("file_name", a.Name),
		}
	}
}

// Is compares what was done to which file, how it ended, how long it took, and the log.
func (l Load) Is(leaf *journal.Leaf) bool {
	was := leaf.Data
	return was != nil && was.Set == l.Set && was.SHA256 == l.SHA256 && was.Act == l.Act &&
		was.Mode == string(l.Mode) && was.Outcome == l.Outcome && was.Micros == l.Took.Microseconds() &&
		(was.Log == nil) == (l.Log == nil) && (l.Log == nil || was.Log.SHA256 == l.Log.SHA256)
}
