package cli

import (
	"errors"
	"fmt"

	"recette/internal/api"
	"recette/internal/format"
	"recette/internal/syntax"
	"recette/internal/term"
)

// tell prints what became of the files, and gives the exit code.
func (f *formatting) tell(outcomes []outcome) error {
	doc := api.NewFormatting(len(outcomes))
	unsaved := 0
	for i := range outcomes {
		out := &outcomes[i]
		item := f.item(out)
		switch item.Status {
		case "":
			continue
		case "changed":
			doc.Changed++
		case "refused", "unsafe":
			doc.Refused++
		case "conflict", "unsaved":
			unsaved++
		}
		doc.Items = append(doc.Items, item)
		if !f.json {
			f.line(out, item.Status)
		}
	}
	if f.json {
		if err := f.print(doc); err != nil {
			return err
		}
	} else if !f.flags.diff {
		key := "fmt.done"
		if f.reads() {
			key = "fmt.would"
		}
		say(f.env.Stdout, f.words.T("fmt.summary", f.words.N("count.files", doc.Files), f.words.N(key, doc.Changed),
			f.words.N("fmt.refused", doc.Refused)))
	}
	switch {
	case unsaved > 0:
		return quiet(exitEnv)
	case doc.Refused > 0:
		return quiet(exitFeatures)
	case doc.Changed > 0 && (f.flags.check || f.flags.diff):
		return quiet(exitFindings)
	}
	return nil
}

func (f *formatting) item(out *outcome) api.FormattedFile {
	item := api.FormattedFile{Path: out.source.Path}
	switch {
	case errors.Is(out.err, format.ErrSyntax):
		item.Status = "refused"
		for _, d := range out.result.Diagnostics {
			if d.Severity == syntax.Error {
				message := f.words.T("syntax."+string(d.Code)+".message", d.Values()...)
				item.Diagnostics = append(item.Diagnostics, api.FormatFault{Diagnostic: d, Message: message})
			}
		}
	case out.err != nil:
		item.Status, item.Message = "unsafe", out.err.Error()
	case out.conflict:
		item.Status = "conflict"
	case out.unsaved != nil:
		item.Status, item.Message = "unsaved", out.unsaved.Error()
	case out.result.Changed:
		item.Status, item.Edits = "changed", out.result.Edits
	}
	return item
}

// line prints what became of one file.
func (f *formatting) line(out *outcome, status string) {
	switch status {
	case "changed":
		switch {
		case f.flags.diff:
			fmt.Fprint(f.env.Stdout, term.Text(diffOf(out)))
		case f.reads():
			say(f.env.Stdout, f.words.T("fmt.would-line", out.source.Path))
		default:
			say(f.env.Stdout, f.words.T("fmt.line", out.source.Path))
		}
	case "conflict":
		say(f.env.Stderr, f.words.T("fmt.conflict", out.source.Path))
	case "unsaved":
		printFailure(f.env.Stderr, f.words, out.unsaved)
	default:
		f.refused(out)
	}
}

// refused says why a file is left alone: its first error, and how many there are.
func (f *formatting) refused(out *outcome) {
	if bad, ok := errors.AsType[*format.UnsafeError](out.err); ok {
		tell(f.env.Stderr, f.words.T("fmt.unsafe", out.source.Path, max(bad.Line, 1), bad.What))
		return
	}
	if !errors.Is(out.err, format.ErrSyntax) {
		printFailure(f.env.Stderr, f.words, out.err)
		return
	}
	errs := 0
	for _, d := range out.result.Diagnostics {
		if d.Severity != syntax.Error {
			continue
		}
		if errs++; errs == 1 {
			f.diagnostic(f.env.Stderr, d)
		}
	}
	say(f.env.Stderr, f.words.N("fmt.refused-line", errs, out.source.Path))
}
