package authoring

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"strings"
	"unicode/utf8"

	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/reference"
	"recette/internal/workspace"
)

// DecisionFault says why a decision is not written down.
type DecisionFault string

// The faults of a decision.
const (
	DecisionUntitled DecisionFault = "untitled"
	DecisionNobody   DecisionFault = "nobody"    // acted, and nobody took it
	DecisionReplaced DecisionFault = "replaced"  // a new one cannot be replaced already
	DecisionNotActed DecisionFault = "not-acted" // nothing is replaced by what is not decided
	DecisionUnknown  DecisionFault = "unknown"   // the one to replace
	DecisionGone     DecisionFault = "gone"      // the one to replace is replaced already
	DecisionNoStatus DecisionFault = "no-status" // on the page of the one to replace
	DecisionMisread  DecisionFault = "misread"   // the page would say something else than was asked
)

// DecisionError is a decision that is not written down.
type DecisionError struct {
	Fault    DecisionFault
	Standing []string // decisions that may be replaced
	Path     string   // of the page to replace, in the project
}

func (e *DecisionError) Error() string { return fmt.Sprintf("decision refused: %s", e.Fault) }

// Deciding asks for a decision to be written down.
type Deciding struct {
	reference.Decision // without its number; the day is Today when it is empty
	Replaces           string
	Today              string // YYYY-MM-DD
	DryRun             bool   // nothing is written
}

// Decided is a decision under its number.
type Decided struct {
	ID   string
	Path string // of its page, in the project
	Text string // of its page
}

// Decide writes a decision in the log of the project, under a number that no decision ever had, and says on the page of
// the one that it replaces that it does. It returns a *DecisionError or a *durable.FileError.
func Decide(ctx context.Context, p *workspace.Project, ask Deciding) (*Decided, error) {
	d, err := ask.decision()
	if err != nil {
		return nil, err
	}
	set, _ := p.References() // what is wrong with the files is a finding of lint
	old, err := toReplace(p, set, ask.Replaces)
	if err != nil {
		return nil, err
	}
	if old != nil && d.Status != reference.Acted {
		return nil, &DecisionError{Fault: DecisionNotActed}
	}
	if d.ID, err = nextNumber(ctx, p, set); err != nil {
		return nil, err
	}
	made := &Decided{
		ID: d.ID, Path: path.Join(reference.DecisionsDir, d.ID+".md"), Text: reference.WriteDecision(d, p.Language),
	}
	// What is written must say what was asked: a text with a title of section in it, say, would be read otherwise.
	back, problems := reference.ParseDecision(made.Path, made.Text)
	if len(problems) > 0 || !sameDecision(d, &back) || !utf8.ValidString(made.Text) {
		return nil, &DecisionError{Fault: DecisionMisread}
	}
	if ask.DryRun {
		return made, nil
	}
	file := filepath.Join(p.Root, filepath.FromSlash(made.Path))
	if err := writeNew(file, []byte(made.Text)); err != nil {
		return nil, err
	}
	if old == nil {
		return made, nil
	}
	page, _ := reference.Supersede(string(old.page), d.ID, p.Language)
	return made, fileError(old.path, durable.Replace(old.path, []byte(page)))
}

// decision lays out what was asked as a page holds it, and refuses what lacks something.
func (ask *Deciding) decision() (*reference.Decision, error) {
	d := ask.Decision
	for _, text := range []*string{&d.Title, &d.Instance, &d.Decider} {
		*text = oneLine(*text)
	}
	for _, text := range []*string{&d.Question, &d.Options, &d.Choice} {
		*text = strings.Trim(strings.ReplaceAll(*text, "\r\n", "\n"), "\n")
	}
	d.Impacts = nil
	for _, impact := range ask.Impacts {
		d.Impacts = append(d.Impacts, oneLine(impact))
	}
	d.Date, d.Status = cmp.Or(d.Date, ask.Today), cmp.Or(d.Status, reference.Proposed)
	switch {
	case d.Title == "":
		return nil, &DecisionError{Fault: DecisionUntitled}
	case d.Status == reference.Superseded:
		return nil, &DecisionError{Fault: DecisionReplaced}
	case d.Status == reference.Acted && d.Decider == "":
		return nil, &DecisionError{Fault: DecisionNobody}
	}
	return &d, nil
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// replacedPage is the page of the decision that a new one replaces.
type replacedPage struct {
	path string
	page []byte
}

// toReplace reads the page of the decision to replace, before anything is written.
func toReplace(p *workspace.Project, set *reference.Set, id string) (*replacedPage, error) {
	if id == "" {
		return nil, nil //nolint:nilnil // nothing is replaced
	}
	old, ok := set.Decision(id)
	switch {
	case !ok:
		return nil, &DecisionError{Fault: DecisionUnknown, Standing: standingIDs(set)}
	case old.Status == reference.Superseded:
		return nil, &DecisionError{Fault: DecisionGone, Standing: standingIDs(set)}
	}
	file := filepath.Join(p.Root, filepath.FromSlash(old.At.Path))
	page, err := bounded.ReadFile(file, bounded.Document)
	if err != nil {
		return nil, &durable.FileError{Path: file, Err: err}
	}
	if _, ok := reference.Supersede(string(page), id, p.Language); !ok {
		return nil, &DecisionError{Fault: DecisionNoStatus, Path: old.At.Path}
	}
	return &replacedPage{file, page}, nil
}

func standingIDs(set *reference.Set) []string {
	var ids []string
	for _, d := range set.Standing() {
		ids = append(ids, d.ID)
	}
	return ids
}

// sameDecision compares what was asked with what is read back.
func sameDecision(a, b *reference.Decision) bool {
	x, y := *a, *b
	x.At, y.At = reference.Place{}, reference.Place{}
	if len(x.Impacts) == 0 && len(y.Impacts) == 0 {
		x.Impacts, y.Impacts = nil, nil
	}
	return reflect.DeepEqual(x, y)
}

// writeNew writes a file that must not exist, whole or not at all: nobody reads half a page, and of two that write the
// same one, one is refused, with fs.ErrExist.
func writeNew(file string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fileError(filepath.Dir(file), err)
	}
	err := durable.WriteNew(file, 0o644, data)
	if errors.Is(err, fs.ErrExist) {
		err = fs.ErrExist
	}
	return fileError(file, err)
}
