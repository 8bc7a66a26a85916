package workspace

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"recette/internal/cache"
	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// Summary is what lists say of a case.
type Summary = catalogue.Summary

// Heading is what lists say of a feature.
type Heading = catalogue.Heading

// extract is what lists take from a file, and how it is kept under a name of its own.
type extract[T any] struct {
	name   string
	of     func(*catalogue.File) []T
	encode func([]T) []byte
	decode func(path, blob string) (list []T, ok bool)
}

// Summaries gives the cases of the targets as lists need them, in the order of the files. A file that stands as it
// stood when it was read is not read again. It returns a *TargetError or a *FeaturesError.
func (p *Project) Summaries(ctx context.Context, targets []string) ([]Summary, error) {
	return extracts(ctx, p, targets, extract[Summary]{"list", summariesOf, encodeSummaries, decodeSummaries})
}

// Headings gives the features of the targets that have cases, as Summaries does: many times less is kept, and read.
func (p *Project) Headings(ctx context.Context, targets []string) ([]Heading, error) {
	return extracts(ctx, p, targets, extract[Heading]{"headings", headingsOf, encodeHeadings, decodeHeadings})
}

func extracts[T any](ctx context.Context, p *Project, targets []string, x extract[T]) ([]T, error) {
	lines := func(target string) bool { _, l := catalogue.SplitLines(target); return l != "" }
	if p.outside.Program == "" || slices.ContainsFunc(targets, lines) {
		return readExtracts(ctx, p, targets, x.of)
	}
	o := p.Options()
	entries, err := p.list(ctx, targets, o)
	if err != nil {
		return nil, err
	}
	kept := cache.Open(p.Cache(), x.name, p.outside.Program)
	kept.Load()
	r := catalogue.NewReader(p.Tree(), o)
	digest := fmt.Sprintf("%+v", o)
	all := make([]T, 0, len(entries))
	var faults []syntax.Diagnostic
	for i := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e := &entries[i]
		if e.Info != nil {
			if sum, ok := kept.Sum(e.Path, e.Info); ok {
				if blob, ok := kept.Record(e.Path, digest+string(sum[:])); ok {
					if list, ok := x.decode(e.Path, blob); ok {
						all = append(all, list...)
						continue
					}
				}
			}
		}
		b, fault := r.Bytes(e)
		if fault != nil {
			faults = append(faults, Faults(fault.Diagnostics)...)
			continue
		}
		sum := sha256.Sum256(b)
		f := r.Parse(e, b, sum)
		list := x.of(&f)
		all = append(all, list...)
		if found := Faults(f.Diagnostics); len(found) > 0 {
			faults = append(faults, found...)
			continue
		}
		kept.Learn(e.Path, e.Info, sum)
		kept.KeepRecord(e.Path, digest+string(sum[:]), string(x.encode(list)))
	}
	kept.Save() //nolint:errcheck // a cache is a shortcut
	if len(faults) > 0 {
		return nil, &FeaturesError{Faults: faults}
	}
	return all, nil
}

func readExtracts[T any](ctx context.Context, p *Project, targets []string, of func(*catalogue.File) []T) ([]T, error) {
	var all []T
	err := p.Read(ctx, targets, func(f *catalogue.File) { all = append(all, of(f)...) })
	return all, err
}

func summariesOf(f *catalogue.File) []Summary {
	list := make([]Summary, len(f.Cases))
	for i := range f.Cases {
		c := &f.Cases[i]
		list[i] = Summary{
			ID: c.ID, Stable: c.Stable, Name: c.Name, Path: c.Feature.Path, Feature: c.Feature.Name, Line: c.Line, Story: c.Story,
			Criteria: c.Criteria, Journeys: c.Journeys, Tags: c.Tags, Steps: len(c.Steps), Content: c.Content,
		}
	}
	return list
}

func headingsOf(f *catalogue.File) []Heading { return catalogue.Headings(summariesOf(f)) }
