// Package fact is the form of what people record beside results: an attestation, a session, an opinion, an anomaly. A
// fact is a value that judges whether it may be recorded, and writes itself as a leaf. It is pure: the service gives it
// what it may look at, under the lock of the log, and makes what it writes durable. The package refuses to store, to
// read a clock and to know any fact in particular.
package fact

import (
	"time"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Fact is something to record of a campaign. The service checks Action for the actor first, then asks Judge, then
// Write, while nobody else appends anything in the project.
type Fact interface {
	// Kind is that of the leaf.
	Kind() journal.Kind
	// Action is the right without which nobody records such a fact. Judge asks for more where there is more to ask.
	Action() access.Action
	// Judge refuses what may not be recorded as things stand: its errors go to the caller as they are.
	Judge(View) error
	// Write fills the body of the leaf. It is called once Judge let the fact pass, and has nothing left to refuse.
	Write(View, *Draft)
	// Is tells whether a leaf of its campaign and kind may be it, by what the leaf holds in clear: a client that asks
	// again is answered by it, although the texts are erased. It leaves out what another day, or another state of the
	// campaign, would have written otherwise.
	Is(*journal.Leaf) bool
}

// Evident is a fact with attachments: each is stored before the fact is recorded, and after it was judged.
type Evident interface {
	Fact
	Evidence() []Attachment
}

// Placed is a fact about rows of the plan: whoever is limited to some branches records none about those of others.
type Placed interface {
	Fact
	// Rows gives them by id, as things stand; none when it is about no row.
	Rows(*state.State) []string
}

// Following is a fact that may be recorded together with one that it is about, which had no number before.
type Following interface {
	Fact
	// After gives the fact, about the number.
	After(number string) Fact
}

// Told tells whether a leaf may hold a text: it says in clear that one was given, or that none was.
func Told(commitment, text string) bool { return (commitment == "") == recette.Blank(text) }

// SameBranch tells whether two names are of one branch, whatever their accents and capitals.
func SameBranch(a, b string) bool { return plan.Slug(a) == plan.Slug(b) }

// Sited is a fact about the rows of a branch, whichever they are, or about those that are played once, for all: whoever
// is limited to some branches records none about others.
type Sited interface {
	Fact
	// Branch gives it as things stand; empty: of what is played once.
	Branch(View) string
}

// Dated is a fact about something that is to be corrected by a day.
type Dated interface {
	Fact
	// By gives the day, YYYY-MM-DD, that the plan proposes: empty when one is said already, when the plan says none, or
	// when it is not for the actor to say it.
	By(v View) string
}

// Attachment is a piece of evidence that is stored already, by content.
type Attachment struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"` // bytes
	MIME   string `json:"mime"`
	Name   string `json:"name"` // display name
}

// View is what a fact may look at. Nothing of it is changed.
type View struct {
	Actor recette.Actor
	State *state.State  // up to date, and still
	Plan  *plan.Outline // as it was frozen
	Scope access.Scope  // who takes part, and the rows that the fact is about
	// Parties are those who take part now: those of the plan, as the journal changed them since.
	Parties []plan.Participant
	Hides   func(ref string) bool // their name was erased: they record nothing any more
	People  state.People          // and as they were
	Now     time.Time
	Today   string // YYYY-MM-DD, in the time zone of the project
	// Breaks gathers what Break lets pass.
	Breaks *Breaks
}

// Allow asks for one more right.
func (v View) Allow(action access.Action) error { return access.Allow(v.Actor, action, v.Scope) }

// Draft is a leaf in the making: kind, instant, campaign and actor are there. The first text that cannot be kept, and
// the first number that cannot be given, refuse the whole.
type Draft struct {
	*journal.Leaf
	// Text keeps a free text or a name beside the leaf and gives its commitment; nothing for an empty one. field names
	// it in a refusal.
	Text func(field, value string) string
	// Number gives the next number of the kind in the project, "ANO-0001". A number that was asked for is given.
	Number func() string
}

// Optional is Text for what may be left out: one that says nothing to a reader is left out.
func (d *Draft) Optional(field, value string) string {
	if recette.Blank(value) {
		return ""
	}
	return d.Text(field, value)
}
