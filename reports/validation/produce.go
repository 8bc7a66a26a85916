package validation

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"recette/reports"
	"recette/reports/page"
)

// Errors of the producers.
var (
	// ErrOptions says that a producer was called without what it needs.
	ErrOptions = errors.New("incomplete options")
	// ErrSchema says that the model is of another version.
	ErrSchema = errors.New("unknown version of the plan model")
)

// Options are what a document needs beside its plan.
type Options struct {
	Texts    page.Texts     // domains « validation » and « reports »; required
	Location *time.Location // of printed times; nil is UTC
}

func (o *Options) check(p *Plan) error {
	if p.Schema != Schema {
		return fmt.Errorf("plan %s: %w: %q", p.Name, ErrSchema, p.Schema)
	}
	if o.Texts == nil {
		return fmt.Errorf("plan %s: %w: no texts", p.Name, ErrOptions)
	}
	return nil
}

func (o *Options) teller(p *Plan) *teller {
	return &teller{p: p, texts: o.Texts, f: &page.Flow{Words: o.Texts, Lang: p.Language, Zone: o.Location}}
}

// JSON writes the plan in its canonical form. It returns ErrSchema, and the errors of w.
func JSON(w io.Writer, p Plan) error {
	if p.Schema != Schema {
		return fmt.Errorf("plan %s: %w: %q", p.Name, ErrSchema, p.Schema)
	}
	if err := reports.CanonicalJSON(w, &p); err != nil {
		return fmt.Errorf("write plan %s as JSON: %w", p.Name, err)
	}
	return nil
}

// oneLine is a text without its line ends: a title with one would be cut where it stands.
func oneLine(s string) string {
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\u2028", " ", "\u2029", " ").Replace(s)
}

// Markdown writes the plan for whoever reads or compares it as text. It returns ErrOptions, ErrSchema, and the errors
// of w.
func Markdown(w io.Writer, p Plan, o Options) error {
	if err := o.check(&p); err != nil {
		return err
	}
	t := o.teller(&p)
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n**%s**\n", escaped(oneLine(page.Sentence(" – ", t.t("title"), p.Title))),
		escaped(page.Sentence(" · ", p.Project, p.Name, prefixed("v", p.Version))))
	for _, c := range t.chapters() {
		fmt.Fprintf(&b, "\n## %s. %s\n", c.number, escaped(c.title))
		for i := range c.blocks {
			t.markdown(&b, &c.blocks[i])
		}
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write plan %s as Markdown: %w", p.Name, err)
	}
	return nil
}

func (t *teller) markdown(b *bytes.Buffer, x *block) {
	if x.draw != nil { // a figure: its values stand in a table already
		return
	}
	if x.title != "" {
		fmt.Fprintf(b, "\n### %s\n", escaped(x.title))
	}
	switch {
	case x.text != "" && x.quiet:
		fmt.Fprintf(b, "\n*%s*\n", escaped(x.text))
	case x.text != "":
		fmt.Fprintf(b, "\n%s\n", escaped(x.text))
	}
	if len(x.fields) > 0 {
		b.WriteByte('\n')
	}
	for _, f := range x.fields {
		value := f.Value
		if value == "" {
			value = t.texts("reports.absent")
		}
		fmt.Fprintf(b, "- **%s**%s%s\n", escaped(f.Label), t.f.Colon(),
			strings.ReplaceAll(escaped(value), "\n", "<br>"))
	}
	if len(x.cols) == 0 {
		return
	}
	b.WriteString("\n|")
	for _, c := range x.cols {
		fmt.Fprintf(b, " %s |", escaped(c.title))
	}
	b.WriteString("\n|")
	for _, c := range x.cols {
		if c.right {
			b.WriteString("---:|")
		} else {
			b.WriteString("---|")
		}
	}
	b.WriteByte('\n')
	for _, row := range x.rows {
		b.WriteByte('|')
		for _, cell := range row {
			fmt.Fprintf(b, " %s |", strings.ReplaceAll(escaped(cell), "\n", "<br>"))
		}
		b.WriteByte('\n')
	}
}

// escaped keeps Markdown from reading as marks what somebody wrote.
func escaped(s string) string {
	return strings.NewReplacer(
		`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", "[", `\[`, "#", `\#`, "\r\n", "\n",
	).Replace(strings.TrimSpace(s))
}
