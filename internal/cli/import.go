package cli

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/delimited"
	"recette/internal/importer"
	"recette/internal/importer/sheet"
	"recette/internal/kit"
	"recette/internal/recette"
	"recette/internal/testbook"
	"recette/reports/cahier"
)

// taking is what is asked of "recette import".
type taking struct {
	campaign, as, evidence string
	beside                 string // the directory of the evidence, as it was typed
	dryRun, partial        bool
}

// maxCahier is how many bytes of a workbook are read.
const maxCahier = 64 << 20

// importVerb takes a filled cahier in.
func (a *app) importVerb() *cobra.Command {
	var o taking
	c := a.command("import FICHIER", "import")
	c.Args = exactly(1)
	a.asFlag(c, &o.as)
	a.jsonFlag(c)
	f := c.Flags()
	f.StringVar(&o.campaign, "campaign", "", a.words.T("flag.import.campaign"))
	f.StringVar(&o.evidence, "evidence", "", a.words.T("flag.import.evidence"))
	f.BoolVar(&o.dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	f.BoolVar(&o.partial, "partial", false, a.words.T("flag.import.partial"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		path := a.path(args[0])
		data, err := bounded.ReadFile(path, maxCahier)
		if errors.Is(err, bounded.ErrTooLarge) {
			return fail("import-heavy", nil, args[0])
		}
		if err != nil {
			return fault(err, args[0])
		}
		file, err := importer.Open(filepath.Base(path), data)
		if err != nil {
			return a.unread(err, args[0])
		}
		if o.campaign == "" {
			o.campaign = file.Campaign()
		}
		if o.beside = o.evidence; o.evidence == "" {
			o.evidence = filepath.Dir(path)
		} else {
			o.evidence = a.path(o.evidence)
		}
		return a.take(cmd.Context(), file, args[0], o)
	}
	return c
}

// unread words what is wrong with a whole file.
func (a *app) unread(err error, name string) error {
	where := name
	if at, ok := errors.AsType[*sheet.CellError](err); ok {
		where = a.words.T("import.within", name, at.Sheet, at.Cell)
	}
	if bad, ok := errors.AsType[*delimited.LineError](err); ok {
		return fail("table-line", nil, name, bad.Line)
	}
	switch {
	case errors.Is(err, delimited.ErrLarge):
		return fail("table-large", nil, name)
	case errors.Is(err, delimited.ErrFormat):
		return fail("table-format", nil, name)
	case errors.Is(err, sheet.ErrLarge):
		return fail("import-large", nil, where)
	case errors.Is(err, sheet.ErrFormat):
		return fail("import-format", err, where)
	case errors.Is(err, kit.ErrCut):
		return fail("import-cut", nil, name)
	case errors.Is(err, kit.ErrLarge):
		return fail("import-heavy", nil, name)
	case errors.Is(err, kit.ErrVersion):
		return fail("import-version", nil, name)
	case errors.Is(err, kit.ErrForm):
		return fail("import-results", err, name)
	case errors.Is(err, importer.ErrBinding):
		return fail("import-binding", nil, name)
	case errors.Is(err, importer.ErrExecuted):
		return fail("import-executed", nil, name)
	case errors.Is(err, importer.ErrLayout):
		return fail("import-layout", nil, name)
	}
	return err
}

// take says what becomes of each row, and records what can be.
func (a *app) take(ctx context.Context, file *importer.File, name string, o taking) (err error) {
	p, err := a.project()
	if err != nil {
		return err
	}
	how := writing
	if o.dryRun {
		how = reading
	}
	w, err := a.open(ctx, how)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	m, err := w.oneCampaign(ctx, o.campaign)
	if err != nil {
		return err
	}
	var actor recette.Actor
	if !o.dryRun {
		if actor, err = w.personOf(ctx, &m.Manifest, o.as, rights.Transcribe); err != nil {
			return err
		}
	}
	plan, err := w.against(ctx, reader(), p, file, m, o, a.env.now())
	if err != nil {
		return a.unread(err, name)
	}
	t := &taker{
		openRecord: w, to: w.Service, actor: actor, m: m, file: file, name: name, o: o,
		files: map[string]map[int][]fact.Attachment{},
	}
	if file.Kit() != nil {
		if err := t.kept(ctx, &plan); err != nil {
			return err
		}
	}
	doc := api.NewImport(file, m.Campaign, &plan)
	doc.DryRun = o.dryRun
	if !a.json {
		if t := file.Table; t != nil {
			say(a.env.Stdout, a.words.T("import.read", name, t.Encoding, shownComma(t.Comma)))
		}
		a.printLines(&plan)
	}
	var failed error
	wrote := false
	if conflicts := plan.Conflicts(); conflicts > 0 {
		failed = fail("import-conflicts", nil, conflicts)
	}
	switch {
	case plan.Empty():
		failed = fail("import-empty", nil, name)
	case o.dryRun, failed != nil && !o.partial:
	default:
		wrote = true
		err := t.all(ctx, plan.Entries)
		doc.Recorded, doc.Raised, doc.Unraised = t.recorded, t.raised, t.unraised
		doc.Add(t.left)
		if !a.json {
			a.printLines(&importer.Plan{Lines: t.left})
		}
		failed = cmp.Or(w.seal(ctx, err), failed) // what was recorded is said all the same
	}
	if a.json {
		doc.Warn(a.warned.list())
		return errors.Join(a.print(doc), failed)
	}
	if plan.Empty() {
		return failed
	}
	key := "import.done"
	if !wrote {
		key = "import.would"
		doc.Recorded = doc.Ready
	}
	say(a.env.Stdout, a.words.N(key, doc.Recorded))
	if doc.Raised > 0 {
		say(a.env.Stdout, a.words.N("import.raised", doc.Raised))
	}
	return failed
}

// against compares a file with what the journal tells of a campaign.
func (w *openRecord) against(
	ctx context.Context, by recette.Actor, p *projectAt, file *importer.File, m *campaign.Outline, o taking,
	now time.Time,
) (importer.Plan, error) {
	told, err := w.Service.Tell(ctx, by, m.Campaign)
	if err != nil {
		return importer.Plan{}, err
	}
	words, err := w.documentWords(told.Plan.Language)
	if err != nil {
		return importer.Plan{}, err
	}
	book, err := testbook.Of(testbook.Input{
		Told: told, Manifest: told.Plan, Digest: told.Digest, Tags: p.Tags, Kind: cahier.Executed, Words: words,
	})
	if err != nil {
		return importer.Plan{}, err
	}
	stand := importer.Stand{Book: &book, There: func(name string) bool {
		info, err := os.Stat(filepath.Join(o.evidence, name))
		return o.evidence != "" && err == nil && info.Mode().IsRegular()
	}}
	if stand.Waits, err = w.unaccounted(ctx, by, m.Campaign); err != nil {
		return importer.Plan{}, err
	}
	for _, p := range campaign.Recorders(told.Plan) {
		stand.People = append(stand.People, p.Name)
	}
	stand.From, stand.Today = campaign.Playable(told.Since, told.Plan.Zone(), now)
	failed := w.told(ctx, m, told, &stand)
	made, err := file.Against(stand)
	return made, errors.Join(err, *failed)
}

// shownComma is what parts the cells of a table, where a reader sees it.
func shownComma(c rune) string {
	if c == '\t' {
		return "TAB"
	}
	return string(c)
}

// unaccounted tells which failures of a campaign no anomaly accounts for yet.
func (w *openRecord) unaccounted(
	ctx context.Context, by recette.Actor, id string,
) (func(importer.Failure) bool, error) {
	st, err := w.Service.Status(ctx, by, id)
	if err != nil {
		return nil, err
	}
	of := map[importer.Failure]bool{}
	for i := range st.Drafts {
		d := &st.Drafts[i]
		of[importer.Failure{Case: d.Case, Attempt: d.Attempt, Step: d.Step}] = true
	}
	return func(f importer.Failure) bool { return of[f] }, nil
}

// printLines says what becomes of each row, a line each.
func (a *app) printLines(p *importer.Plan) {
	for i := range p.Lines {
		l := &p.Lines[i]
		at := l.Place.Sheet
		if cell := l.Place.Cell(); strings.HasPrefix(cell, "#") {
			at += cell
		} else if cell != "" {
			at += "!" + cell
		}
		what := l.Case
		if steps := l.Steps(); steps != "" {
			what = a.words.T("import.step", l.Case, steps)
		}
		if l.Verdict != "" {
			what = a.words.T("import.verdict", what, a.words.T("verdict."+string(l.Verdict)))
		}
		why := a.words.T("import.status." + string(l.Status))
		if l.Code != "" {
			why = a.words.T("import.why."+l.Code, a.worded(l)...)
		}
		line := a.words.T("import.line", at, what, why)
		if what == "" {
			line = a.words.T("import.note", at, why)
		}
		if l.Status == importer.Conflict {
			line = a.words.T("import.conflict", line)
		}
		say(a.env.Stdout, line)
	}
}

// worded gives the arguments of a reason: a verdict has its word.
func (a *app) worded(l *importer.Line) []any {
	out := make([]any, len(l.Args))
	for i, arg := range l.Args {
		if recette.Verdict(arg).Valid() {
			arg = a.words.T("verdict." + arg)
		}
		if recette.Severity(arg).Valid() {
			arg = a.words.T("severity." + arg)
		}
		if at, err := time.Parse(time.RFC3339, arg); err == nil {
			arg = a.words.DateTime(at)
		}
		out[i] = clip(arg, mostEchoed)
	}
	return out
}
