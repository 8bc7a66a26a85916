package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"recette/internal/durable"
	"recette/internal/reference"
	"recette/internal/term"
)

func (a *app) decisionVerbs() *cobra.Command {
	return a.group("decision", "decision", a.decisionAdd(), a.decisionList())
}

// decisionFlags are what is known of a decision on the command line.
type decisionFlags struct {
	reference.Decision
	status, replaces string
	dryRun           bool
}

// decisionAdd writes a decision in the log, under a number that no decision ever had.
func (a *app) decisionAdd() *cobra.Command {
	var o decisionFlags
	c := a.command("add", "decision.add")
	c.Args = exactly(0)
	f := c.Flags()
	f.StringVar(&o.Title, "title", "", a.words.T("flag.decision.title"))
	f.StringVar(&o.Date, "date", "", a.words.T("flag.decision.date"))
	f.StringVar(&o.Instance, "instance", "", a.words.T("flag.decision.instance"))
	f.StringVar(&o.Decider, "decider", "", a.words.T("flag.decision.decider"))
	f.StringVar(&o.status, "status", "", a.words.T("flag.decision.status"))
	f.StringSliceVar(&o.Impacts, "impacts", nil, a.words.T("flag.decision.impacts"))
	f.StringVar(&o.Due, "due", "", a.words.T("flag.decision.due"))
	f.StringVar(&o.Question, "question", "", a.words.T("flag.decision.question"))
	f.StringVar(&o.Options, "options", "", a.words.T("flag.decision.options"))
	f.StringVar(&o.Choice, "choice", "", a.words.T("flag.decision.choice"))
	f.StringVar(&o.replaces, "replaces", "", a.words.T("flag.decision.replaces"))
	f.BoolVar(&o.dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	// The library refuses a second function for one flag; there is none.
	_ = c.RegisterFlagCompletionFunc("replaces", completes(a.decisionWords))
	_ = c.RegisterFlagCompletionFunc("impacts", completes(a.storyWords))
	_ = c.RegisterFlagCompletionFunc("status", completes(fixed(statusWords(a.words.T("decision.statuses"))...)))
	c.RunE = func(cmd *cobra.Command, _ []string) error { return a.addDecision(cmd.Context(), &o) }
	return c
}

// statusWords parts a list of statuses, as it is printed.
func statusWords(list string) []string { return strings.Split(list, ", ") }

// decisionWords gives the decisions that stand.
func (a *app) decisionWords(*cobra.Command, string) []string {
	p, err := a.project()
	if err != nil {
		return nil
	}
	var out []string
	for _, d := range references(p).Decisions {
		if d.Status != reference.Superseded {
			out = append(out, d.ID+"\t"+d.Title)
		}
	}
	return out
}

func (a *app) addDecision(ctx context.Context, o *decisionFlags) error {
	d, err := a.decisionOf(o)
	if err != nil {
		return err
	}
	p, err := a.project()
	if err != nil {
		return err
	}
	set := references(p)
	old, err := a.replaced(p, set, o.replaces)
	if err != nil {
		return err
	}
	if old != nil && d.Status != reference.Acted {
		return fail("bad-value", nil, "--status", a.words.T("decision.status."+string(d.Status)), a.words.T("decision.status.acted"))
	}
	if d.ID, err = p.NextDecision(ctx, set); err != nil {
		return err
	}
	name := path.Join(reference.DecisionsDir, d.ID+".md")
	text := reference.WriteDecision(d, p.Language)
	// What is written must say what was asked: a text with a title of section in it, say, would be read otherwise.
	if back, problems := reference.ParseDecision(name, text); len(problems) > 0 || !sameDecision(d, &back) || !utf8.ValidString(text) {
		return fail("decision-text", nil, "## …")
	}
	if o.dryRun {
		say(a.env.Stdout, a.words.T("decision.would", name))
		fmt.Fprint(a.env.Stdout, term.Text(text))
		return nil
	}
	if err := writeAtOnce(filepath.Join(p.Root, filepath.FromSlash(name)), []byte(text)); err != nil {
		return err
	}
	say(a.env.Stdout, a.words.T("decision.added", d.ID, name))
	if old == nil {
		return nil
	}
	page, _ := reference.Supersede(string(old.page), d.ID, p.Language)
	if err := replaceFile(old.path, []byte(page)); err != nil {
		return err
	}
	say(a.env.Stdout, a.words.T("decision.replaced", o.replaces, d.ID))
	return nil
}

// decisionOf reads the flags.
func (a *app) decisionOf(o *decisionFlags) (*reference.Decision, error) {
	d := o.Decision
	for _, f := range []struct {
		name string
		text *string
	}{{"--title", &d.Title}, {"--instance", &d.Instance}, {"--decider", &d.Decider}} {
		if *f.text = strings.Join(strings.Fields(*f.text), " "); *f.text == "" && f.name == "--title" {
			return nil, fail("needs-input", nil, f.name)
		}
	}
	for _, text := range []*string{&d.Question, &d.Options, &d.Choice} {
		*text = strings.Trim(strings.ReplaceAll(*text, "\r\n", "\n"), "\n")
	}
	for i, impact := range d.Impacts {
		d.Impacts[i] = strings.Join(strings.Fields(impact), " ")
	}
	var err error
	if d.Date, err = a.date("--date", d.Date); err != nil {
		return nil, err
	}
	if d.Date == "" {
		d.Date = a.env.now().Format(time.DateOnly)
	}
	if d.Due, err = a.date("--due", d.Due); err != nil {
		return nil, err
	}
	d.Status = reference.Proposed
	if o.status != "" {
		var ok bool
		if d.Status, d.ReplacedBy, ok = reference.ParseStatus(o.status); !ok || d.Status == reference.Superseded {
			return nil, fail("bad-value", nil, "--status", o.status, a.words.T("decision.statuses"))
		}
	}
	if d.Status == reference.Acted && d.Decider == "" {
		return nil, fail("needs-input", nil, "--decider")
	}
	return &d, nil
}

// replacedPage is the page of the decision that a new one replaces.
type replacedPage struct {
	path string
	page []byte
}

// replaced reads the page of the decision to replace, before anything is written.
func (a *app) replaced(p *projectAt, set *reference.Set, id string) (*replacedPage, error) {
	if id == "" {
		return nil, nil //nolint:nilnil // nothing is replaced
	}
	old, ok := set.Decision(id)
	if !ok && len(set.Decisions) == 0 {
		return nil, fail("decision-unknown", nil, id)
	}
	if !ok || old.Status == reference.Superseded {
		var known []string
		for _, d := range set.Decisions {
			if d.Status != reference.Superseded {
				known = append(known, d.ID)
			}
		}
		if !ok {
			return nil, fail("decision-unknown-among", nil, id, listed(known))
		}
		return nil, fail("bad-value", nil, "--replaces", id, listed(known))
	}
	file := filepath.Join(p.Root, filepath.FromSlash(old.At.Path))
	page, err := readDocument(file)
	if err != nil {
		return nil, fail("file", err, file)
	}
	if _, ok := reference.Supersede(string(page), id, p.Language); !ok {
		return nil, fail("decision-status", nil, old.At.Path)
	}
	return &replacedPage{file, page}, nil
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

// writeAtOnce writes a file that must not exist, whole or not at all: nobody reads half a page, and of two that write
// the same one, one is refused.
func writeAtOnce(file string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fail("file", err, filepath.Dir(file))
	}
	err := durable.WriteNew(file, 0o644, data)
	if errors.Is(err, fs.ErrExist) {
		return fail("exists", nil, file)
	}
	return fault(err, file)
}
