package ticket

import (
	"strconv"

	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/meant"
	"recette/internal/recette"
)

// beside compares a row with the anomaly that the campaign holds, field by field, from what both last agreed on: what
// the anomaly was at the mark of the export, else at the last change that was taken from a file, else when it was
// raised. What changed in the file alone is recorded, what changed in the campaign alone stays and is said, what
// changed on both sides is a conflict.
func (r *row) beside(held *state.Anomaly) {
	since, ok := r.since(held)
	if !ok {
		r.conflict("bad-mark", "", r.get(fieldMark))
		return
	}
	was := before(held, since)
	var graded, treated, noted gap.Change
	if r.merge(fieldSeverity, was.Severity, held.Severity, string(r.severity)) {
		graded.Severity = r.severity
	}
	if r.merge(fieldPriority, was.Priority, held.Priority, string(r.priority)) {
		treated.Priority = r.priority
	}
	if due := r.due; due != held.Due && r.merge(fieldDue, was.Due, held.Due, r.ahead()) {
		treated.Due = due
	}
	owner, now := r.get(fieldOwner), r.texts(held.Owner)
	if owner != "" && r.texts(was.Owner) == now { // it would be recorded
		owner = r.owner()
	}
	if !gap.SameName(now, owner) && r.merge(fieldOwner, r.texts(was.Owner), now, owner) {
		treated.Owner = owner
	}
	if r.merge(fieldWorkaround, r.texts(was.Workaround), r.texts(held.Workaround), r.get(fieldWorkaround)) {
		noted.Workaround = r.get(fieldWorkaround)
	}
	if r.link.Tracker != "" && held.Tracker == "" {
		noted.Link = r.link
		r.set(fieldReference, "", r.link.Tracker)
	}
	r.stays(held)
	r.emptied(&was)
	r.life(recette.AnomalyStatus(was.Status), held, &graded, &treated)
	if noted.Workaround != "" || noted.Link.Tracker != "" {
		noted.Act = recette.AnomalyNote
		r.change(noted)
	}
}

// since is the position in the journal up to which the row and the campaign agreed.
func (r *row) since(held *state.Anomaly) (int64, bool) {
	if s := r.get(fieldMark); s != "" {
		n, err := strconv.ParseInt(s, 10, 64)
		return n, err == nil && n >= held.Leaves[0] && n <= held.Leaves[len(held.Leaves)-1]
	}
	return max(held.Leaves[0], held.TakenSeq), true
}

// before gives an anomaly as it was at a position of the journal.
func before(a *state.Anomaly, seq int64) (was state.Anomaly) {
	was = *a
	at := map[string]*string{
		"severity": &was.Severity, "status": &was.Status, "priority": &was.Priority, "owner": &was.Owner,
		"due": &was.Due, "workaround": &was.Workaround, "tracker": &was.Tracker, "original": &was.Original,
	}
	for i := len(a.Changes) - 1; i >= 0 && a.Changes[i].Seq > seq; i-- {
		if to := at[a.Changes[i].Field]; to != nil {
			*to = a.Changes[i].From
		}
	}
	return was
}

// merge tells whether what a file says of a field is to be recorded.
func (r *row) merge(f field, was, now, said string) bool {
	switch said {
	case "", now:
		return false
	}
	switch was {
	case now:
		r.set(f, now, said)
		return true
	case said:
		r.note("kept", string(f), now, said)
	default:
		r.conflict("both", string(f), was, now, said)
	}
	return false
}

// stays says what of a row no change of an anomaly records.
func (r *row) stays(held *state.Anomaly) {
	step := 0
	if held.Step != nil {
		step = *held.Step + 1
	}
	if said, now := r.get(fieldSummary), r.texts(held.Summary); said != "" && meant.Fold(said) != meant.Fold(now) {
		r.note("stays", string(fieldSummary), now, said)
	}
	if r.id != "" && r.id != held.Case {
		r.note("stays", string(fieldCase), held.Case, r.id)
	}
	if r.step != 0 && r.step != step {
		r.note("stays", string(fieldStep), strconv.Itoa(step), strconv.Itoa(r.step))
	}
	switch said := r.get(fieldOriginal); {
	case said == "" || said == held.Original:
	case held.Original == "":
		r.note("not-taken", string(fieldOriginal), said)
	default:
		r.note("stays", string(fieldOriginal), held.Original, said)
	}
}

// emptied says which cells of our own table somebody emptied: nothing is taken away so. A table without a mark may say
// of an anomaly as little as it likes.
func (r *row) emptied(was *state.Anomaly) {
	if r.get(fieldMark) == "" {
		return
	}
	for _, f := range []field{
		fieldReference, fieldSeverity, fieldPriority, fieldStatus, fieldCase, fieldStep, fieldSummary, fieldWorkaround,
		fieldOwner, fieldDue, fieldOriginal,
	} {
		if said, there := r.cells[f]; there && said == "" {
			if stood := valueOf(was, r.texts, f); stood != "" {
				r.note("emptied", string(f), stood)
			}
		}
	}
}

// life says what becomes of the status, and records the changes in an order that the life of the anomaly holds: a
// reopening first, a correction last.
func (r *row) life(was recette.AnomalyStatus, held *state.Anomaly, graded, treated *gap.Change) {
	now, said := recette.AnomalyStatus(held.Status), r.status
	move := recette.AnomalyAct("")
	switch {
	case said == "" || alike(said, now):
	case was != now && alike(said, was):
		r.note("kept", "status", string(now), string(said))
	case was != now:
		r.conflict("both", "status", string(was), string(now), string(said))
	default:
		move = r.move(now, said)
	}
	if move == recette.AnomalyReopen {
		r.set(fieldStatus, string(now), string(recette.AnomalyReopened))
		r.change(gap.Change{Act: move})
	}
	if graded.Severity != "" {
		graded.Act = recette.AnomalyGrade
		r.change(*graded)
	}
	switch {
	case move == recette.AnomalyQualify:
		r.set(fieldStatus, string(now), string(recette.AnomalyFixing))
		treated.Act = move
		r.change(*treated)
	case treated.Priority != "" || treated.Owner != "" || treated.Due != "":
		treated.Act = recette.AnomalyAssign
		r.change(*treated)
	}
	switch build := r.get(fieldBuild); {
	case move == recette.AnomalyFix:
		r.fix(string(now), r.fixer(held, treated.Owner))
	case build != "" && (held.Fix == nil || held.Fix.Build != build):
		r.note("build-alone", "", build)
	}
}

// fixer is who corrects what a row says to be corrected. Where the row and the campaign name two people, a person says
// it.
func (r *row) fixer(held *state.Anomaly, taken string) string {
	said, now := r.get(fieldOwner), r.texts(held.Owner)
	switch {
	case taken != "" || said != "" && gap.SameName(said, now):
		return said
	case said == "":
		return now
	}
	return ""
}

// alike tells that two statuses say the same: a tool has no word for each of ours.
func alike(said, ours recette.AnomalyStatus) bool {
	waits := func(s recette.AnomalyStatus) bool { return s == recette.AnomalyOpen || s == recette.AnomalyReopened }
	return said == ours || waits(said) && (waits(ours) || ours == recette.AnomalyFixing)
}

// move gives what is done for a status that changed in the file alone. Nothing is closed nor set aside so.
func (r *row) move(now, said recette.AnomalyStatus) recette.AnomalyAct {
	settled := now == recette.AnomalyFixed || !now.Outstanding()
	switch said {
	case recette.AnomalyOpen, recette.AnomalyReopened:
		return recette.AnomalyReopen
	case recette.AnomalyFixing:
		if settled {
			return recette.AnomalyReopen
		}
		return recette.AnomalyQualify
	case recette.AnomalyFixed:
		if !settled {
			return recette.AnomalyFix
		}
		r.note("kept", "status", string(now), string(said))
	case recette.AnomalyClosed:
		if now.Aside() {
			r.note("kept", "status", string(now), string(said))
			return ""
		}
		r.note("retest", "")
		if !settled {
			return recette.AnomalyFix
		}
	case recette.AnomalyRejected, recette.AnomalyWaived, recette.AnomalyDuplicate:
		r.note("aside", "status", string(said))
	}
	return ""
}
