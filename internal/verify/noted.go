package verify

import (
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

type attestation struct {
	Subject   string    `json:"subject"`
	Text      string    `json:"text"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Withdrawn bool      `json:"withdrawn"`
	Reason    string    `json:"reason"`

	Delegation string `json:"delegation"`
	Iteration  int    `json:"iteration"` // 0: the present one
}

type deviation struct {
	Number string    `json:"number"`
	Text   string    `json:"text"`
	Reason string    `json:"reason"`
	Agreed string    `json:"agreed"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Cases  []string  `json:"cases"`
}

type dataLoad struct {
	Set         string        `json:"set"`
	SHA256      string        `json:"sha256"`
	Act         string        `json:"act"`
	Mode        string        `json:"mode"`
	Outcome     string        `json:"outcome"`
	Micros      int64         `json:"us"`
	Environment string        `json:"environment"`
	Build       string        `json:"build"`
	Reason      string        `json:"reason"`
	Evidence    []evidenceRow `json:"evidence"`
	By          string        `json:"by"`
	At          time.Time     `json:"at"`
}

// spoken is a text behind a commitment, or the name of an actor, as the PV shows it.
type spoken struct {
	commitment, text string
	who              *journal.Actor
	name             string
}

// noted compares what people recorded beside results with their leaves: all of it, in order. Texts and names are as
// shown, present where the leaf commits to one: their openings prove them.
func (c *check) noted(f *fold, s scope) {
	n := &notes{fold: f}
	var attested []attestation
	var deviations []deviation
	var loads []dataLoad
	for _, l := range f.notes {
		switch {
		case l.Attest != nil:
			a, shown := l.Attest, at(c.pv.Attested, len(attested))
			attested = append(attested, attestation{
				Subject: a.Subject, Text: n.text(a.Text, shown.Text), By: n.by(l, shown.By), At: n.at(l),
				Withdrawn: a.Withdrawn, Reason: n.text(a.Reason, shown.Reason),
				Delegation: c.stead(f, l), Iteration: f.former(l),
			})
		case l.Data != nil:
			loads = append(loads, n.load(l, at(c.pv.DataLoads, len(loads))))
		case l.Deviation != nil:
			d, shown := l.Deviation, at(c.pv.Deviations, len(deviations))
			deviations = append(deviations, deviation{
				Number: d.Number, Text: n.text(d.Text, shown.Text), Reason: n.text(d.Reason, shown.Reason),
				Agreed: n.text(d.Agreed, shown.Agreed), By: n.by(l, shown.By), At: n.at(l), Cases: d.Cases,
			})
		}
	}
	for _, x := range differs(
		field{"attested", c.pv.Attested, attested}, field{"deviations", c.pv.Deviations, deviations},
		field{"meetings", c.pv.Meetings, c.meetings(f, n)}, field{"pauses", c.pv.Pauses, c.pauses(f, n)},
		field{"objections", c.pv.Objections, c.objections(f, n)},
		field{"readings", c.pv.Readings, c.readings(f, n)},
		field{"amendments", c.pv.Amendments, c.amendments(f, n)},
		field{"data_loads", c.pv.DataLoads, loads},
		field{"opinions", c.pv.Opinions, c.opinions(f, s, n)},
		field{"derogations", c.pv.Derogations, c.derogations(f, n)},
		field{"delegations", c.pv.Delegations, c.delegations(f, n)},
		field{"people", c.pv.People, c.moves(f, n)},
		field{"identities", c.pv.Identities, c.identified()},
		field{"answers", c.answered(f, s, n), true},
		field{"signoff", c.pv.Signoff, c.signedOff(f, s, n)},
		field{"clocks", c.pv.Clocks, c.clocks(f, s, n)},
	) {
		c.contents.add(bad(NoteMismatch, x))
	}
}

// declarations compares who is said to have only declared who they are. A PV of before says nothing of it.
func (c *check) declarations(f *fold) {
	var want []string
	if c.canon.declared || c.pv.Derivation == 0 && len(c.pv.Declared) > 0 {
		want = c.undeclared(f, &notes{fold: f})
	}
	if len(differs(field{"", c.pv.Declared, want})) > 0 {
		c.contents.add(bad(NoteMismatch, "declared"))
	}
}

// notes gathers what is shown of the notes, beside what is right.
type notes struct{ fold *fold }

// load gives the loading of a data set as it should be shown.
func (n *notes) load(l *journal.Leaf, shown dataLoad) dataLoad {
	d := l.Data
	out := dataLoad{
		Set: d.Set, SHA256: d.SHA256, Act: d.Act, Mode: d.Mode, Outcome: d.Outcome, Micros: d.Micros,
		Environment: d.Environment, Build: d.Build, Reason: n.text(d.Reason, shown.Reason), By: n.by(l, shown.By),
		At: n.at(l),
	}
	if d.Log != nil {
		out.Evidence = []evidenceRow{{
			SHA256: d.Log.SHA256, Name: n.text(d.Log.Name, at(shown.Evidence, 0).Name), MIME: d.Log.MIME,
			Size: d.Log.Size,
		}}
	}
	return out
}

// at gives the element of a list at a place, an empty one beyond its end.
func at[T any](list []T, i int) T {
	var none T
	if i < len(list) {
		return list[i]
	}
	return none
}

// text gives what is shown of a text when its leaf commits to one; an absent text that should be there is not shown
// empty.
func (n *notes) text(commitment, shown string) string {
	switch {
	case commitment == "":
		return ""
	case shown == "":
		return "\x00"
	}
	n.fold.said = append(n.fold.said, spoken{commitment: commitment, text: shown})
	return shown
}

// by gives the name that is shown of the author of a leaf.
func (n *notes) by(l *journal.Leaf, shown string) string {
	switch {
	case l.Actor == nil:
		return ""
	case shown == "":
		return "\x00"
	}
	n.fold.said = append(n.fold.said, spoken{who: l.Actor, name: shown})
	return shown
}

// at gives the instant of a leaf as documents write it.
func (n *notes) at(l *journal.Leaf) time.Time {
	t, err := time.Parse(journal.TimeLayout, l.At)
	if err != nil {
		return time.Time{}
	}
	return t
}

// when is at as documents write what may be absent.
func (n *notes) when(l *journal.Leaf) *time.Time {
	if l == nil {
		return nil
	}
	t := n.at(l)
	return &t
}

// attested tells whether an attestation stands on a subject: the last one is of the present iteration, and was not
// taken back.
func attested(all []attestation, subject recette.Subject) bool {
	stands := false
	for i := range all {
		if all[i].Subject == string(subject) {
			stands = !all[i].Withdrawn && all[i].Iteration == 0
		}
	}
	return stands
}

// former gives the iteration of a leaf when it is one before the present one: what it says stands no more.
func (f *fold) former(l *journal.Leaf) int {
	since := f.iteratedBefore(l.Seq)
	if since == len(f.iterations) {
		return 0
	}
	return since + 1
}
