package gap

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Anomaly is a gap between expected and observed, to raise.
type Anomaly struct {
	Severity   recette.Severity
	Case       string // empty: about the whole campaign
	Step       int    // 1-based; 0: about the whole case
	Summary    string
	Workaround string
	Priority   recette.Priority // empty: not said yet
	Owner      string           // name of who is to correct it
	Due        string           // date, YYYY-MM-DD
	Link       Link
	Files      []fact.Attachment
	Found      *Failure // the draft that it confirms
	From       *Source
}

// Source is the table that a fact is taken from; nil when a person says it.
type Source struct{ File, SHA256 string }

func (s *Source) leaf(v fact.View, d *fact.Draft) *journal.Taken {
	if s == nil {
		return nil
	}
	return &journal.Taken{File: d.Text("origin", s.File), SHA256: s.SHA256, By: v.Actor.Ref}
}

// check refuses a table without name or digest.
func (s *Source) check() error {
	if s != nil && (recette.Blank(s.File) || !journal.IsDigest(s.SHA256)) {
		return fact.Invalid("origin")
	}
	return nil
}

// Link is where an anomaly is followed outside.
type Link struct {
	Tracker string // "jira:CRM-12"
	URL     string // of the same
}

// Failure names a draft: a step of an attempt that a person found not conform.
type Failure struct {
	Case    string
	Attempt int
	Step    int // 1-based
}

func (f *Failure) leaf() *journal.Found {
	if f == nil {
		return nil
	}
	return &journal.Found{Case: f.Case, Attempt: f.Attempt, Step: f.Step - 1}
}

// waits refuses a draft that waits no more.
func (f *Failure) waits(s *state.State) error {
	d := s.Draft(f.Case, f.Attempt, f.Step-1)
	if d == nil || d.Settled != state.DraftWaits {
		return &UnknownError{fmt.Sprintf("%s#%d.%d", f.Case, f.Attempt, f.Step), ErrUnknownDraft}
	}
	return nil
}

var _ fact.Evident = Anomaly{}

// Kind is anomaly.
func (Anomaly) Kind() journal.Kind { return journal.KindAnomaly }

// Action is that of raising one.
func (Anomaly) Action() access.Action { return access.RaiseAnomaly }

// Evidence gives the attachments.
func (a Anomaly) Evidence() []fact.Attachment { return a.Files }

// Rows are the case that it is about, and that of the failure that it settles.
func (a Anomaly) Rows(s *state.State) []string { return present(s, about(a.Case, a.Found.of())) }

// of gives the case of a failure; nothing when there is none.
func (f *Failure) of() string {
	if f == nil {
		return ""
	}
	return f.Case
}

// about lists the cases that are said, each once.
func about(ids ...string) (rows []string) {
	for _, id := range ids {
		if id != "" && !slices.Contains(rows, id) {
			rows = append(rows, id)
		}
	}
	return rows
}

// present leaves out what the campaign does not hold: it is refused for that.
func present(s *state.State, ids []string) []string {
	return slices.DeleteFunc(ids, func(id string) bool { return s.Case(id) == nil })
}

// The lengths of what is said of a gap, in characters: what is longer is evidence, and is attached. Lists and documents
// print these whole.
const (
	mostSummary = 500
	mostName    = 200  // of who corrects
	mostWords   = 4000 // a workaround, a reason
)

// Summary makes a summary of what somebody observed, which may be longer than one.
func Summary(observed string) string {
	if all := []rune(observed); len(all) > mostSummary {
		return string(all[:mostSummary-1]) + "…"
	}
	return observed
}

// Judge refuses an anomaly without severity or summary, about a case or a step that the campaign does not hold, due in
// the past, that confirms what waits no more, whose owner nobody knows (*fact.PersonError), or whose words are too long
// (*fact.LongError).
func (a Anomaly) Judge(v fact.View) error {
	switch {
	case !a.Severity.Valid():
		return fact.Invalid("severity")
	case recette.Blank(a.Summary):
		return fact.Missing("summary")
	case a.Case == "" && a.Step != 0:
		return fact.Invalid("step")
	case a.Priority != "" && !a.Priority.Valid():
		return fact.Invalid("priority")
	}
	if err := cmp.Or(
		checkDue(a.Due, v.Today), fact.AtMost("summary", a.Summary, mostSummary),
		fact.AtMost("owner", a.Owner, mostName), fact.AtMost("workaround", a.Workaround, mostWords),
	); err != nil {
		return err
	}
	if a.Priority != "" || a.Owner != "" || a.Due != "" { // the same right as afterwards
		if err := v.Allow(access.AssignAnomaly); err != nil {
			return err
		}
	}
	if _, err := v.Named("owner", a.Owner); err != nil {
		return err
	}
	if err := cmp.Or(a.Link.check(), a.From.check()); err != nil {
		return err
	}
	if a.Found != nil {
		if a.Found.Case != a.Case { // a failure is not settled under an anomaly that weighs on nothing
			return fact.Invalid("case")
		}
		if err := a.Found.waits(v.State); err != nil {
			return err
		}
	}
	if a.Case == "" {
		return nil
	}
	cs := v.State.Case(a.Case)
	if cs == nil {
		return fmt.Errorf("anomaly on %s: %w", a.Case, fact.ErrUnknownCase)
	}
	if a.Step < 0 || a.Step > cs.Steps {
		return fact.Invalid("step")
	}
	return nil
}

// Write fills the leaf.
func (a Anomaly) Write(v fact.View, d *fact.Draft) {
	d.Anomaly = &journal.Anomaly{
		Number: d.Number(), Severity: string(a.Severity), Status: string(recette.AnomalyOpen), Case: a.Case,
		Summary: d.Text("summary", a.Summary), Workaround: d.Optional("workaround", a.Workaround),
		Priority: string(a.Priority), Owner: d.Optional("owner", known(v, a.Owner)), Due: a.Due,
		Tracker: a.Link.Tracker, URL: a.Link.URL, Found: a.Found.leaf(), Evidence: attach(d, a.Files),
		Origin: a.From.leaf(v, d),
	}
	if a.Step > 0 {
		step := a.Step - 1
		d.Anomaly.Step = &step
	}
}

// Is compares what is not worked out from the plan or from what stands.
func (a Anomaly) Is(l *journal.Leaf) bool {
	was := l.Anomaly
	if was == nil || was.Act != "" || a.Step > 0 != (was.Step != nil) || a.Step > 0 && *was.Step != a.Step-1 {
		return false
	}
	return was.Severity == string(a.Severity) && was.Case == a.Case && was.Priority == string(a.Priority) &&
		was.Tracker == a.Link.Tracker && attached(was.Evidence, a.Files)
}

// attached tells whether the attachments of a leaf are files.
func attached(refs []journal.EvidenceRef, files []fact.Attachment) bool {
	return slices.EqualFunc(refs, files, func(r journal.EvidenceRef, f fact.Attachment) bool {
		return r.SHA256 == f.SHA256
	})
}

// attach keeps the names of attachments beside the leaf.
func attach(d *fact.Draft, files []fact.Attachment) (refs []journal.EvidenceRef) {
	for _, f := range files {
		refs = append(refs, journal.EvidenceRef{
			SHA256: f.SHA256, Size: f.Size, MIME: f.MIME, Name: d.Text("evidence", f.Name),
		})
	}
	return refs
}

// checkDue refuses a day that is none, or that has passed.
func checkDue(due, today string) error {
	switch {
	case due != "" && !fact.ValidDay(due):
		return fact.Invalid("due")
	case due != "" && due < today:
		return fact.Past("due")
	}
	return nil
}

// reference is how a tracker names a thing: nobody's name, so that it may stand in the journal as it is.
var reference = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}:[A-Za-z0-9][A-Za-z0-9._/#-]{0,63}$`)

// address is what a pattern of a project makes of such a reference: nothing that reads as words. It stands in the
// journal as it is too.
var address = regexp.MustCompile(`^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/?#=&;,+:!%-]*)?$`)

// check refuses a link that is no reference, or whose address is not that of the reference.
func (l Link) check() error {
	_, id, _ := strings.Cut(l.Tracker, ":")
	switch {
	case l == Link{}:
		return nil
	case !reference.MatchString(l.Tracker),
		l.URL != "" && (len(l.URL) > mostAddress || !address.MatchString(l.URL) || !strings.Contains(l.URL, id)):
		return fact.Invalid("link")
	}
	return nil
}

// mostAddress bounds an address, in bytes.
const mostAddress = 512
