package bilan

import (
	"errors"
	"fmt"
	"io"

	"recette/reports"
	"recette/reports/blocks"
	"recette/reports/page"
)

// ErrSchema says that the model is of another version.
var ErrSchema = errors.New("unknown version of the bilan model")

func (b *Bilan) check() error {
	if b.Schema != Schema {
		return fmt.Errorf("bilan of %s: %w: %q", b.Campaign, ErrSchema, b.Schema)
	}
	return nil
}

// PDF writes the bilan as an A4 PDF, and gives its pages. The same bilan and options give the same bytes. It returns
// ErrSchema, blocks.ErrOptions, page.ErrRender, and the errors of w.
func PDF(w io.Writer, b Bilan, o blocks.Options) (int, error) {
	if err := b.check(); err != nil {
		return 0, err
	}
	return blocks.PDF(w, b.Language, b.IssuedAt, o, b.document) //nolint:wrapcheck // it names the document
}

// HTML writes the bilan as one page of the web. It returns the errors of PDF.
func HTML(w io.Writer, b Bilan, o blocks.Options) error {
	if err := b.check(); err != nil {
		return err
	}
	return blocks.HTML(w, b.Language, b.IssuedAt, o, b.document) //nolint:wrapcheck // it names the document
}

// JSON writes the bilan in its canonical form. It returns ErrSchema, and the errors of w.
func JSON(w io.Writer, b Bilan) error {
	if err := b.check(); err != nil {
		return err
	}
	if err := reports.CanonicalJSON(w, &b); err != nil {
		return fmt.Errorf("write the bilan of %s as JSON: %w", b.Campaign, err)
	}
	return nil
}

// document puts the bilan into words.
func (b *Bilan) document(f *page.Flow) *blocks.Document {
	t := &teller{b: b, f: f}
	r := &b.Reference
	d := &blocks.Document{
		Lang: b.Language, Kind: t.t("title"), Number: b.Campaign, Title: b.Title, Author: "", Producer: b.Producer,
		IssuedAt: b.IssuedAt, About: t.about(), Front: t.front(),
		Foot: f.Origin(b.IssuedAt, r.Commit, r.Manifest),
	}
	delays := t.delays()
	for _, c := range []struct {
		key    string
		blocks []blocks.Block
	}{
		{"progress", t.progress()},
		{"journeys", t.journeys()},
		{"criteria", t.criteria()},
		{"delays", delays},
		{"anomalies", t.anomalies()},
		{"remaining", t.remaining()},
		{"freshness", t.freshness()},
		{"coverage", t.coverage()},
		{"antennes", t.antennes()},
		{"people", t.people()},
		{"indicators", t.indicators()},
		{"references", t.references()},
	} {
		if c.key == "delays" && delays == nil {
			continue
		}
		d.Chapters = append(d.Chapters, blocks.Chapter{Title: t.t("section." + c.key), Blocks: c.blocks})
	}
	return d
}
