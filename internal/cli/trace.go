package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"recette/internal/catalogue"
	"recette/internal/matrix"
	"recette/internal/matrix/render"
	"recette/internal/output"
	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/reference"
	"recette/internal/standing"
)

// traceFlags are the flags of recette trace.
type traceFlags struct {
	stories, journeys, states, failOn []string
	format, out                       string
	reverse, force                    bool
}

// traceFormats lists what the matrix may be written as.
func traceFormats() []string { return []string{"table", "csv", "json", "html", "xlsx"} }

// traceVerb prints the traceability matrix, both ways.
func (a *app) traceVerb() *cobra.Command {
	var o traceFlags
	c := a.command("trace", "trace")
	c.Args = exactly(0)
	f := c.Flags()
	f.StringSliceVar(&o.stories, "us", nil, a.words.T("flag.trace.us"))
	f.StringSliceVar(&o.journeys, "journey", nil, a.words.T("flag.trace.journey"))
	f.StringSliceVar(&o.states, "state", nil, a.words.T("flag.trace.state"))
	f.StringVar(&o.format, "format", "", a.words.T("flag.trace.format"))
	f.StringVarP(&o.out, "out", "o", "", a.words.T("flag.trace.out"))
	a.forceFlag(c, &o.force)
	f.BoolVar(&o.reverse, "reverse", false, a.words.T("flag.trace.reverse"))
	f.StringSliceVar(&o.failOn, "fail-on", nil, a.words.T("flag.trace.fail-on"))
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error { return a.trace(cmd.Context(), o) }
	return c
}

func (a *app) trace(ctx context.Context, o traceFlags) error {
	format, err := a.traceFormat(&o)
	if err != nil {
		return err
	}
	var place *outlet
	if o.out != "" && o.out != "-" {
		if place, err = a.outlet(a.path(o.out), output.Shape(format), o.force); err != nil {
			return err
		}
	}
	show, err := a.matrixStates("--state", o.states)
	if err != nil {
		return err
	}
	refuse, err := a.matrixStates("--fail-on", o.failOn)
	if err != nil {
		return err
	}
	p, err := a.project()
	if err != nil {
		return err
	}
	m, err := a.matrix(ctx, p, matrix.Selection{Stories: o.stories, Journeys: o.journeys, States: show})
	if err != nil {
		return err
	}
	if m.Totals.All.Criteria+m.Totals.Reverse.Scenarios == 0 {
		return fail("trace-nothing", nil)
	}
	if err := a.writeMatrix(ctx, &m, format, o, place); err != nil {
		return err
	}
	failing := false
	for _, s := range refuse {
		if n := inState(&m, s); n > 0 {
			failing = true
			say(a.env.Stderr, a.words.T("trace.failing", a.words.T("matrix.state."+string(s)), n))
		}
	}
	if failing {
		return quiet(exitFindings)
	}
	return nil
}

// traceFormat gives the format that was asked for, or the one that the name of the file says.
func (a *app) traceFormat(o *traceFlags) (string, error) {
	format := o.format
	if a.json {
		if format != "" && format != "json" {
			return "", fail("bad-value", nil, "--format", format, "json")
		}
		format = "json"
	}
	if ext := strings.TrimPrefix(strings.ToLower(filepath.Ext(o.out)), "."); format == "" && slices.Contains(traceFormats(), ext) {
		format = ext
	}
	if format == "" {
		format = "table"
	}
	switch {
	case !slices.Contains(traceFormats(), format):
		return "", fail("bad-value", nil, "--format", format, several(traceFormats()))
	case format == "xlsx" && (o.out == "" || o.out == "-") && terminal(a.env.Stdout):
		return "", fail("trace-xlsx", nil)
	}
	return format, nil
}

// matrixStates reads states: by their code, or by their word in either language.
func (a *app) matrixStates(flag string, words []string) ([]standing.State, error) {
	known := append(standing.States(), matrix.Draft, matrix.Obsolete, matrix.Orphan)
	var out []standing.State
	for _, w := range words {
		code, err := a.choose(flag, strings.ToLower(w), choices{"matrix.state", codesOf(known)})
		if err != nil {
			return nil, err
		}
		out = append(out, standing.State(code))
	}
	return out, nil
}

// inState counts the criteria in a state, or the scenarios when more of them are: those that serve no criterion are in no
// row.
func inState(m *matrix.Matrix, s standing.State) int {
	r := &m.Totals.Reverse
	switch s {
	case matrix.Orphan:
		return r.Orphans
	case matrix.Draft:
		return r.Draft
	case matrix.Obsolete:
		return r.Obsolete
	case standing.Failed:
		return max(m.Totals.All.States.Failed, r.Failed)
	case standing.NotRun:
		return max(m.Totals.All.States.NotRun, r.NotRun)
	case standing.Stale:
		return max(m.Totals.All.States.Stale, r.Stale)
	case standing.Uncovered, standing.Accepted, standing.Proved, standing.OutOfScope:
	}
	return m.Totals.All.States.Of(s)
}

// matrix gathers the features, the references, the plans and the record, and folds them.
func (a *app) matrix(ctx context.Context, p *projectAt, selection matrix.Selection) (matrix.Matrix, error) {
	set, err := a.traceReferences(p)
	if err != nil {
		return matrix.Matrix{}, err
	}
	o := matrix.Options{Set: set, Tags: p.Tags}
	o.Journeys, o.Entities = a.planned(p)
	o.Ready = map[string]matrix.Ready{} // known once the features are read
	b := matrix.New(o)
	texts := plan.Presence{}
	readiness, err := p.ReadinessRead(ctx, a.today(), func(f *catalogue.File) {
		for i := range f.Cases {
			texts.Add(&f.Cases[i])
		}
		b.Add(f)
	})
	if err != nil {
		return matrix.Matrix{}, err
	}
	for i := range readiness.Stories {
		s := &readiness.Stories[i]
		o.Ready[s.ID] = matrix.Ready{State: string(s.State), Waivers: len(s.Waivers)}
	}
	statuses, err := a.statusesOf(ctx, p, texts)
	if err != nil {
		return matrix.Matrix{}, err
	}
	return b.Matrix(statuses, matrix.Head{
		Language: string(a.words.Lang()), Producer: producer(), Project: p.Name, Commit: p.Commit(ctx), MadeAt: a.env.now(),
		Recorded: hasRecord(p.Layout, statuses), Builds: p.Deployed(), Selection: selection,
	}), nil
}

// hasRecord reports whether the project has a record: a journal that holds no result says so too.
func hasRecord(l project.Layout, statuses map[string]standing.Status) bool {
	_, err := os.Stat(l.Database())
	return len(statuses) > 0 || err == nil
}

// traceReferences reads the references. A fault in what rows are made of is a refusal: a declared criterion that could not
// be read would be missing from the matrix, and nobody would see it.
func (a *app) traceReferences(p *projectAt) (*reference.Set, error) {
	set := a.readReferences(p)
	for _, problem := range set.Problems {
		if ofRows(problem.File) {
			return nil, fail("trace-references", nil, problem.File)
		}
	}
	return set, nil
}

// ofRows tells whether a file, or the folder itself, holds what rows are made of. A backlog under another ending, which
// nobody reads, is a backlog that is missing.
func ofRows(file string) bool {
	name, _, _ := strings.Cut(file, ".")
	return name == "stories" || ofDecisions(file)
}

// planned gives what the plans say of the journeys, and the entities that they name, in order. A plan that cannot be read
// is for the verbs of campaigns to refuse: here it is said, for its journeys have then no title and its entities are not
// expected.
func (a *app) planned(p *projectAt) (map[string]matrix.Journey, []string) {
	journeys := map[string]matrix.Journey{}
	var entities []string
	names, err := plan.List(p.Tree())
	if err != nil {
		say(a.env.Stderr, a.words.T("trace.plan", "plans"))
		a.documentProblems(a.env.Stderr, err)
		return journeys, nil
	}
	for _, name := range names {
		read, err := plan.Open(p.Tree(), name)
		if err != nil {
			say(a.env.Stderr, a.words.T("trace.plan", "plans/"+name+".yaml"))
			a.documentProblems(a.env.Stderr, err)
			continue
		}
		for _, j := range read.Journeys {
			had := journeys[j.Code]
			if had.Title == "" {
				had.Title = j.Title
			}
			had.Critical = had.Critical || j.Critical
			journeys[j.Code] = had
		}
		for _, e := range read.Entities {
			if !slices.Contains(entities, e) {
				entities = append(entities, e)
			}
		}
	}
	return journeys, entities
}

func (a *app) writeMatrix(ctx context.Context, m *matrix.Matrix, format string, o traceFlags, place *outlet) error {
	options := render.Options{Texts: a.words.T, Location: a.env.Now().Location(), Reverse: o.reverse, Width: a.columns()}
	write := func(w io.Writer) error {
		switch format {
		case "csv":
			return render.CSV(w, *m, options)
		case "json":
			return matrix.JSON(w, *m)
		case "html":
			return render.HTML(w, *m, options)
		case "xlsx":
			return render.XLSX(w, *m, options)
		}
		return render.Table(w, *m, options)
	}
	if place == nil {
		return write(a.env.Stdout)
	}
	if err := place.write(ctx, write); err != nil {
		return err
	}
	say(place.notes(), a.words.T("trace.written", place.Path))
	return nil
}

// columns gives the width of the terminal, 0 when the output is none.
func (a *app) columns() int {
	f := output.File(a.env.Stdout)
	if f == nil {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}
