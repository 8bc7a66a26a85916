package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"recette/internal/cache"
	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// Summary is what lists say of a case.
type Summary = catalogue.Summary

// Summaries gives the cases of the targets as lists need them, in the order of the files. A file that stands as it stood
// when it was read is not read again. It returns a *TargetError or a *FeaturesError.
func (p *Project) Summaries(ctx context.Context, targets []string) ([]Summary, error) {
	lines := func(target string) bool { _, l := catalogue.SplitLines(target); return l != "" }
	if p.outside.Program == "" || slices.ContainsFunc(targets, lines) {
		return p.summariesRead(ctx, targets)
	}
	o := p.Options()
	entries, err := p.list(ctx, targets, o)
	if err != nil {
		return nil, err
	}
	kept := cache.Open(p.Cache(), "list", p.outside.Program)
	kept.Load()
	r := catalogue.NewReader(p.Tree(), o)
	digest := fmt.Sprintf("%+v", o)
	var all []Summary
	var faults []syntax.Diagnostic
	for i := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e := &entries[i]
		if e.Info != nil {
			if sum, ok := kept.Sum(e.Path, e.Info); ok {
				if blob, ok := kept.Record(e.Path, digest+string(sum[:])); ok {
					if list, ok := decodeSummaries(e.Path, blob); ok {
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
		list := summariesOf(&f)
		all = append(all, list...)
		if found := Faults(f.Diagnostics); len(found) > 0 {
			faults = append(faults, found...)
			continue
		}
		kept.Learn(e.Path, e.Info, sum)
		kept.KeepRecord(e.Path, digest+string(sum[:]), string(encodeSummaries(f.Feature.Name, list)))
	}
	kept.Save() //nolint:errcheck // a cache is a shortcut
	if len(faults) > 0 {
		return nil, &FeaturesError{Faults: faults}
	}
	return all, nil
}

func (p *Project) summariesRead(ctx context.Context, targets []string) ([]Summary, error) {
	var all []Summary
	err := p.Read(ctx, targets, func(f *catalogue.File) { all = append(all, summariesOf(f)...) })
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

// encodeSummaries writes numbers as varints, and texts after their length.
func encodeSummaries(feature string, list []Summary) []byte {
	var b []byte
	number := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	text := func(s string) {
		number(len(s))
		b = append(b, s...)
	}
	texts := func(list []string) {
		number(len(list))
		for _, s := range list {
			text(s)
		}
	}
	text(feature)
	number(len(list))
	for i := range list {
		s := &list[i]
		stable := 0
		if s.Stable {
			stable = 1
		}
		text(s.ID)
		number(stable)
		text(s.Name)
		number(s.Line)
		text(s.Story)
		texts(s.Criteria)
		texts(s.Journeys)
		texts(s.Tags)
		number(s.Steps)
		text(s.Content)
	}
	return b
}

// decodeSummaries reads what encodeSummaries wrote of a file; ok is false for anything else.
func decodeSummaries(path, blob string) (list []Summary, ok bool) {
	d := summaryDecoder{rest: blob}
	feature := d.text()
	list = make([]Summary, d.count())
	for i := range list {
		list[i] = Summary{
			Path: path, Feature: feature, ID: d.text(), Stable: d.number() == 1, Name: d.text(), Line: d.number(), Story: d.text(),
			Criteria: d.texts(), Journeys: d.texts(), Tags: d.texts(), Steps: d.number(), Content: d.text(),
		}
	}
	return list, !d.broken && d.rest == ""
}

// summaryDecoder reads one value after the other; texts are pieces of what it reads. A fault makes it sticky.
type summaryDecoder struct {
	rest   string
	broken bool
}

func (d *summaryDecoder) number() int {
	var n uint64
	for i := 0; i < len(d.rest) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(d.rest[i]&0x7f) << (7 * i)
		if d.rest[i] < 0x80 {
			d.rest = d.rest[i+1:]
			return int(n)
		}
	}
	d.rest, d.broken = "", true
	return 0
}

// count reads a length. Each element takes a byte at least, so that a damaged length cannot ask for memory.
func (d *summaryDecoder) count() int {
	if n := d.number(); n >= 0 && n <= len(d.rest) {
		return n
	}
	d.rest, d.broken = "", true
	return 0
}

func (d *summaryDecoder) text() string {
	n := d.count()
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *summaryDecoder) texts() []string {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = d.text()
	}
	return list
}
