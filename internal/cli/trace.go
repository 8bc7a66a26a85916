package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/matrix"
	"recette/internal/matrix/render"
	"recette/internal/output"
	"recette/internal/standing"
	"recette/internal/workspace"
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
	m, err := p.Matrix(ctx, workspace.Tracing{
		Head: matrix.Head{
			Language: string(a.words.Lang()), Producer: producer(), MadeAt: a.env.now(),
			Selection: matrix.Selection{Stories: o.stories, Journeys: o.journeys, States: show},
		},
		Today: p.Day(a.env.Now()), Standing: a.application().Follow(p.Root, reader()), Told: a.leftOut,
	})
	if e, ok := errors.AsType[*workspace.ReferencesError](err); ok {
		return fail("trace-references", nil, e.Problems[0].File)
	}
	if err != nil {
		return err
	}
	if m.Totals.All.Criteria+m.Totals.Reverse.Scenarios == 0 {
		return fail("trace-nothing", nil)
	}
	if err := a.writeMatrix(ctx, &m, format, o, p.Location(), place); err != nil {
		return err
	}
	failing := false
	for _, s := range refuse {
		if n := m.In(s); n > 0 {
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
	if ext := strings.TrimPrefix(
		strings.ToLower(filepath.Ext(o.out)), ".",
	); format == "" && slices.Contains(traceFormats(), ext) {
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

func (a *app) writeMatrix(
	ctx context.Context, m *matrix.Matrix, format string, o traceFlags, zone *time.Location, place *outlet,
) error {
	width := widthOf(a.env.Stdout)
	options := render.Options{Texts: a.words.T, Location: zone, Reverse: o.reverse, Width: width}
	write := func(w io.Writer) error {
		switch format {
		case "csv":
			return render.CSV(w, *m, options)
		case "json":
			return api.WriteMatrix(w, m)
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
