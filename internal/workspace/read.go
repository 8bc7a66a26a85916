package workspace

import (
	"context"
	"strings"

	"recette/internal/bounded"
	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/syntax"
)

// walk gives the files that targets select, one by one. It returns a *TargetError for a target that selects nothing.
func (p *Project) walk(ctx context.Context, targets []string, fn func(catalogue.File) error) error {
	return p.walkWith(ctx, targets, p.Options(), fn)
}

// walkOutlines is walk without the cases: titles and tags with their places.
func (p *Project) walkOutlines(ctx context.Context, targets []string, fn func(catalogue.File) error) error {
	o := p.Options()
	o.OutlineOnly = true
	return p.walkWith(ctx, targets, o, fn)
}

func (p *Project) walkWith(
	ctx context.Context, targets []string, o catalogue.Options, fn func(catalogue.File) error,
) error {
	return p.located(ctx, catalogue.Walk(ctx, p.Tree(), targets, o, fn))
}

// Read gives the files that targets select, one by one, and refuses those that cannot be used: when all were seen it
// returns a *FeaturesError with every fault. What fn made of the others is then worth nothing.
func (p *Project) Read(ctx context.Context, targets []string, fn func(*catalogue.File)) error {
	var faults []syntax.Diagnostic
	err := p.walk(ctx, targets, func(f catalogue.File) error {
		faults = append(faults, errorsOf(f.Diagnostics)...)
		fn(&f)
		return nil
	})
	if err == nil && len(faults) > 0 {
		err = &FeaturesError{Faults: faults}
	}
	return err
}

// errorsOf gives those of the diagnostics that are errors.
func errorsOf(list []syntax.Diagnostic) []syntax.Diagnostic {
	var faults []syntax.Diagnostic
	for _, d := range list {
		if d.Severity == syntax.Error {
			faults = append(faults, d)
		}
	}
	return faults
}

// Cases collects every case of the targets, as Read does.
func (p *Project) Cases(ctx context.Context, targets []string) ([]catalogue.Case, error) {
	var cases []catalogue.Case
	err := p.Read(ctx, targets, func(f *catalogue.File) { cases = append(cases, f.Cases...) })
	return cases, err
}

// casesByID gives the cases of the features by id. Nobody can say which of several cases an id names that they share:
// it has the text of all, and the content of none.
func (p *Project) casesByID(ctx context.Context) (map[string]catalogue.Case, error) {
	list, err := p.Cases(ctx, p.Features)
	if err != nil {
		return nil, err
	}
	return byID(list), nil
}

func byID(list []catalogue.Case) map[string]catalogue.Case {
	cases := make(map[string]catalogue.Case, len(list))
	for i := range list {
		c := list[i]
		if other, twice := cases[c.ID]; twice {
			other.Content, other.Presentation, other.Source = "", "", other.Source+"\n"+c.Source
			c = other
		}
		cases[c.ID] = c
	}
	return cases
}

// Text identifies the text of a case: the hashes that the catalogue computes, the text as it is written, and what a PV
// repeats of it beside, as verification compares it: names, story, criteria, business rules and data sets, one a line.
type Text struct {
	Content, Presentation, Source, Titles string
	Critical                              bool
	Steps                                 string // as they are played, which may name data sets too
}

func textOf(c *catalogue.Case) Text {
	rule, examples := "", ""
	if c.Rule != nil {
		rule = c.Rule.Name
	}
	if c.Examples != nil {
		examples = c.Examples.Name
	}
	titles := []string{
		c.Name, c.Feature.Name, rule, examples, c.Story, strings.Join(c.Criteria, " "), strings.Join(c.Rules, " "),
		strings.Join(c.DataSets, " "),
	}
	return Text{c.Content, c.Presentation, c.Source, strings.Join(titles, "\n"), c.Critical, c.Text()}
}

// TextsIn gives what identifies the text of each case below a folder, read as o says: a PV is verified where there is
// no project too. An id that several cases share has none: nobody can say which text it names. It returns a
// *FeaturesError when a file cannot be read, since its cases would be said to be gone.
func TextsIn(ctx context.Context, dir string, o catalogue.Options) (map[string]Text, error) {
	texts := map[string]Text{}
	var faults []syntax.Diagnostic
	err := catalogue.Walk(ctx, bounded.DirFS(dir), nil, o, func(f catalogue.File) error {
		faults = append(faults, errorsOf(f.Diagnostics)...)
		for i := range f.Cases {
			c := &f.Cases[i]
			text := textOf(c)
			if _, twice := texts[c.ID]; twice {
				text = Text{}
			}
			texts[c.ID] = text
		}
		return nil
	})
	if err == nil && len(faults) > 0 {
		err = &FeaturesError{Faults: faults}
	}
	return texts, err
}

// Texts gives the hash of the text of each case as the features stand, for a decision or a PV that rests on it: the
// files are read, whatever their stamps say, and parsed where their content is new. It returns what Summaries does.
func (p *Project) Texts(ctx context.Context) (plan.Presence, error) {
	texts := plan.Presence{}
	err := readable(ctx, p, p.Features, ofCases(), byContent, func(list []Summary) {
		for i := range list {
			texts.Add(list[i].ID, strings.Clone(list[i].Content)) // it may be a part of all that is kept
		}
	})
	return texts, err
}

// ReadableTexts is Texts without the cases of the files that cannot be read, for whoever looks while somebody types.
func (p *Project) ReadableTexts(ctx context.Context) (plan.Presence, error) {
	texts := plan.Presence{}
	err := p.walk(ctx, p.Features, func(f catalogue.File) error {
		add(texts, &f)
		return nil
	})
	return texts, err
}

// Drift compares frozen texts with the features as they stand, to be shown. The cases of files that cannot be read
// count as removed. A file that stands as it stood when it was read is not read again.
func (p *Project) Drift(ctx context.Context, frozen *plan.Outline) ([]plan.Drift, error) {
	with := plan.Compare(frozen)
	err := extracts(ctx, p, p.Features, ofCases(), byStamp, func(list []Summary, faults []syntax.Diagnostic) {
		if len(faults) > 0 {
			return
		}
		for i := range list {
			with.Add(&list[i])
		}
	})
	if err != nil {
		return nil, err
	}
	return with.Drifts(), nil
}

// Against is Texts and Drift in one reading, so that a document which rests on both does not say two things of a case.
// It returns what Texts does.
func (p *Project) Against(ctx context.Context, frozen *plan.Outline) (plan.Presence, plan.Drifts, error) {
	texts, with := plan.Presence{}, plan.Compare(frozen)
	err := readable(ctx, p, p.Features, ofCases(), byContent, func(list []Summary) {
		for i := range list {
			texts.Add(list[i].ID, strings.Clone(list[i].Content))
			with.Add(&list[i])
		}
	})
	if err != nil {
		return nil, nil, err
	}
	return texts, plan.DriftsOf(with.Drifts()), nil
}

func add(texts plan.Presence, f *catalogue.File) {
	for i := range f.Cases {
		texts.Add(f.Cases[i].ID, f.Cases[i].Content)
	}
}

// look is add with what else the cases show of themselves.
func look(texts plan.Presence, faces plan.Faces, f *catalogue.File) {
	add(texts, f)
	for i := range f.Cases {
		faces.Add(f.Cases[i].ID, plan.FaceOf(&f.Cases[i]))
	}
}

// Sources gives the files that targets select as they are, unparsed, one by one.
func (p *Project) Sources(ctx context.Context, targets []string, fn func(catalogue.Raw) error) error {
	return p.located(ctx, catalogue.Sources(ctx, p.Tree(), targets, p.Options(), fn))
}

// list gives the files that targets select, unread.
func (p *Project) list(ctx context.Context, targets []string, o catalogue.Options) ([]catalogue.Entry, error) {
	entries, err := catalogue.List(ctx, p.Tree(), targets, o)
	return entries, p.located(ctx, err)
}
