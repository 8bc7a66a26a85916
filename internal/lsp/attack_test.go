package lsp

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"recette/internal/format"
	"recette/internal/syntax"
)

// eachNasty runs a property on every nasty text, in both encodings. A text that is no UTF-8 cannot be sent.
func eachNasty(t *testing.T, fn func(t *testing.T, d *direct, e encoding, uri documentURI, text string)) {
	t.Helper()
	texts := nasty(t)
	names := make([]string, 0, len(texts))
	for name := range texts {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, e := range []encoding{unitsUTF8, unitsUTF16} {
		d := newFull(t, e, nil)
		for i, name := range names {
			t.Run(string(e)+"/"+name, func(t *testing.T) {
				d.t = t
				text := strings.ToValidUTF8(texts[name], "\ufffd")
				uri := d.open(fmt.Sprintf("features/f%03d.feature", i), text)
				fn(t, d, e, uri, text)
				d.must("textDocument/didClose", about(uri))
			})
			d.t = t
		}
	}
}

// Every range that the server speaks of lies in the text.
func TestRangesLieInTheText(t *testing.T) {
	eachNasty(t, func(t *testing.T, d *direct, e encoding, uri documentURI, text string) {
		var report fullReport
		d.must("textDocument/diagnostic", about(uri), &report)
		for _, one := range report.Items {
			inText(t, one.Code, text, one.Range, e)
		}
		var symbols []documentSymbol
		d.must("textDocument/documentSymbol", about(uri), &symbols)
		var walk func(list []documentSymbol, from, to int)
		walk = func(list []documentSymbol, from, to int) {
			for _, one := range list {
				a, b := inText(t, one.Name, text, one.Range, e)
				x, y := inText(t, one.Name, text, one.SelectionRange, e)
				if a < from || b > to || x < a || y > b || one.Name == "" {
					t.Errorf("symbol %q: %v holds %v", one.Name, one.Range, one.SelectionRange)
				}
				walk(one.Children, a, b)
			}
		}
		walk(symbols, 0, len(text))
		var folds []foldingRange
		d.must("textDocument/foldingRange", about(uri), &folds)
		for _, one := range folds {
			if one.StartLine < 0 || one.EndLine <= one.StartLine || one.EndLine >= len(linesOf(text)) {
				t.Errorf("fold %+v of %d lines", one, len(linesOf(text)))
			}
		}
		var hints []inlayHint
		d.must("textDocument/inlayHint", inlayHintParams{about(uri), docRange{End: position{Line: 1 << 30}}}, &hints)
		for _, one := range hints {
			offsetOf(t, text, one.Position, e)
		}
	})
}

// Decoded, semantic tokens are those of the parser, in order, none over another.
func TestSemanticTokensDecode(t *testing.T) {
	eachNasty(t, func(t *testing.T, d *direct, e encoding, uri documentURI, text string) {
		var tokens semanticTokens
		d.must("textDocument/semanticTokens/full", about(uri), &tokens)
		if len(tokens.Data)%5 != 0 {
			t.Fatalf("%d numbers", len(tokens.Data))
		}
		painted := map[int]int{} // type by byte
		last := 0
		line, character := 0, 0
		for i := 0; i < len(tokens.Data); i += 5 {
			n := tokens.Data[i : i+5]
			if n[0] < 0 || n[1] < 0 || n[2] <= 0 || n[3] < 0 || n[3] >= len(legend()) {
				t.Fatalf("token %v", n)
			}
			if line += n[0]; n[0] > 0 {
				character = 0
			}
			character += n[1]
			from, to := inText(
				t, "token", text, docRange{position{line, character}, position{line, character + n[2]}}, e,
			)
			if from < last {
				t.Fatalf("token at %d:%d lies over the one before", line, character)
			}
			last = to
			for at := from; at < to; at++ {
				painted[at] = n[3]
			}
		}
		doc, _ := syntax.Parse(syntax.Source{Path: "f", Bytes: []byte(text)}, syntax.Options{})
		if doc == nil {
			if len(painted) > 0 {
				t.Error("what is no text is painted")
			}
			return
		}
		want := map[syntax.TokenKind]int{
			syntax.TokenKeyword: colourKeyword, syntax.TokenTag: colourDecorator, syntax.TokenBar: colourOperator,
			syntax.TokenComment: colourComment,
		}
		for n := 1; n <= len(doc.Lines); n++ {
			for _, token := range doc.Tokens(n) {
				colour, known := want[token.Kind]
				if !known || strings.ContainsAny(text[token.Span.Start:token.Span.End], "\r\n") {
					continue
				}
				for at := token.Span.Start; at < token.Span.End; at++ {
					if got, ok := painted[at]; !ok || got != colour {
						t.Fatalf(
							"line %d: %q is painted %d, want %d", n, text[token.Span.Start:token.Span.End], got, colour,
						)
					}
				}
			}
		}
	})
}

// What is proposed at any place replaces text of one line, around the cursor; a snippet is well formed.
func TestCompletionRanges(t *testing.T) {
	eachNasty(t, func(t *testing.T, d *direct, e encoding, uri documentURI, text string) {
		places := places(text, e)
		r := rand.New(rand.NewPCG(1, uint64(len(text))))
		if len(places) > 25 {
			r.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
			places = places[:25]
		}
		for _, p := range places {
			var list completionList
			d.must("textDocument/completion", at(uri, p), &list)
			cursor := offsetOf(t, text, p, e)
			for _, one := range list.Items {
				from, to := inText(t, one.Label, text, one.TextEdit.Range, e)
				if one.TextEdit.Range.Start.Line != p.Line || one.TextEdit.Range.End.Line != p.Line || cursor < from ||
					cursor > to {
					t.Fatalf("at %v %q replaces %v", p, one.Label, one.TextEdit.Range)
				}
				if strings.ContainsAny(one.TextEdit.NewText, "\r\n") {
					t.Fatalf("at %v %q writes several lines", p, one.Label)
				}
				if one.InsertTextFormat == snippetText {
					if _, err := expand(one.TextEdit.NewText); err != nil {
						t.Fatalf("at %v: snippet %q: %v", p, one.TextEdit.NewText, err)
					}
				}
			}
			if len(list.Items) > maxItems {
				t.Fatalf("%d items", len(list.Items))
			}
		}
	})
}

// places lists every place of a text, as an editor counts.
func places(text string, e encoding) []position {
	var out []position
	for n, line := range linesOf(text) {
		units := 0
		for _, r := range text[line[0]:line[1]] {
			out = append(out, position{n, units})
			units += unitsOf(string(r), e)
		}
		out = append(out, position{n, units})
	}
	return out
}

// Each fix, made alone, removes what it mends.
func TestFixesMend(t *testing.T) {
	fixes := 0
	eachNasty(t, func(t *testing.T, d *direct, e encoding, uri documentURI, text string) {
		var report fullReport
		d.must("textDocument/diagnostic", about(uri), &report)
		var actions []codeAction
		all := codeActionParams{documentParams: about(uri), Range: docRange{End: position{Line: 1 << 30}}}
		d.must("textDocument/codeAction", all, &actions)
		for i, action := range actions {
			got := applyEdits(t, text, action.Edit.Changes[uri], e)
			if got == text {
				t.Errorf("%s changes nothing", action.Title)
			}
			if action.Kind == fixAll || len(action.Diagnostics) == 0 || !action.IsPreferred {
				continue
			}
			fixes++
			mended := action.Diagnostics[0]
			d.change(uri, 2+i, got)
			var after fullReport
			d.must("textDocument/diagnostic", about(uri), &after)
			if n, m := count(report.Items, &mended), count(after.Items, &mended); m >= n {
				t.Errorf("%s at %v: %d before, %d after the fix\n%q", mended.Code, mended.Range, n, m, got)
			}
		}
	})
	if fixes < 100 {
		t.Errorf("%d fixes were tried", fixes)
	}
}

// count counts the diagnostics of the same code that say the same.
func count(list []diagnostic, like *diagnostic) int {
	n := 0
	for _, one := range list {
		if one.Code == like.Code {
			n++
		}
	}
	return n
}

// Formatting, by its edits, gives what the formatter writes: of the whole, and of any lines.
func TestFormattingEdits(t *testing.T) {
	eachNasty(t, func(t *testing.T, d *direct, e encoding, uri documentURI, text string) {
		var edits []textEdit
		d.must("textDocument/formatting", formattingParams{documentParams: about(uri)}, &edits)
		formatted(t, text, edits, e, format.Options{EOL: format.Keep})
		if strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") {
			return // the lines of an editor are not those of the file
		}
		lines := len(linesOf(text))
		r := rand.New(rand.NewPCG(2, uint64(len(text))))
		for range 5 {
			first := r.IntN(lines)
			last := first + r.IntN(lines-first)
			stretch := docRange{position{Line: first}, position{Line: last, Character: 1}}
			want := last
			if r.IntN(2) == 0 && last > first {
				stretch.End.Character, want = 0, last-1 // the last line is not selected
			}
			d.must("textDocument/rangeFormatting", formattingParams{about(uri), &stretch}, &edits)
			formatted(t, text, edits, e, format.Options{EOL: format.Keep, First: first + 1, Last: want + 1})
		}
	})
}

// formatted compares edits with what the formatter writes.
func formatted(t *testing.T, text string, edits []textEdit, e encoding, o format.Options) {
	t.Helper()
	want := text // a file that is refused is left alone
	if r, err := format.Format(syntax.Source{Path: "f", Bytes: []byte(text)}, o); err == nil {
		want = string(r.Bytes)
	}
	if got := applyEdits(t, text, edits, e); got != want {
		t.Errorf("lines %d to %d:\n%q\nwant\n%q", o.First, o.Last, got, want)
	}
}

// FuzzSession sends a session's worth of changes and questions, at places that may not exist: nothing panics, and the
// text that the server holds is the one that the editor has.
func FuzzSession(f *testing.F) {
	for seed := range uint64(15) {
		f.Add(seed, "# language: fr\nFonctionnalité: É 😀\n  Scénario: a\n    Soit x\r\n")
	}
	var texts []string
	f.Fuzz(func(t *testing.T, seed uint64, text string) {
		if texts == nil {
			for _, one := range nasty(t) {
				if len(one) < 4000 && utf8.ValidString(one) {
					texts = append(texts, one)
				}
			}
			sort.Strings(texts)
		}
		r := rand.New(rand.NewPCG(seed, 7))
		e := []encoding{unitsUTF8, unitsUTF16}[r.IntN(2)]
		d := newFull(t, e, func(p *initializeParams) {
			p.Capabilities.TextDocument.Diagnostic = &struct{}{}
			p.Capabilities.Workspace.Diagnostics.RefreshSupport = r.IntN(2) == 0
		})
		text = strings.ToValidUTF8(text, "\ufffd")
		uri := d.open("features/a.feature", text)
		d.open("features/b.feature", texts[r.IntN(len(texts))])
		for version := 2; version < 40; version++ {
			if r.IntN(2) == 0 {
				text = randomChange(t, d, r, uri, version, text, texts, e)
			} else {
				randomQuestion(d, r, uri, text, e)
			}
			if got := d.s.open[keyOf(uri)].text.content; got != text {
				t.Fatalf("the server holds %q, the editor %q", got, text)
			}
			if r.IntN(8) == 0 {
				d.rest()
			}
		}
	})
}

// randomChange makes changes in the text, and tells the server.
func randomChange(
	t *testing.T, d *direct, r *rand.Rand, uri documentURI, version int, text string, texts []string, e encoding,
) string {
	t.Helper()
	pieces := []string{
		"", "é", "😀", "\n", "\r\n", "\r", "@", "<", ">", "|", `"`, "«", "#", "Scénario: ", "Soit ", "\t", "\u0301",
		"\ufeff", "\"\"\"", "# language: ",
	}
	var changes []contentChange
	for range 1 + r.IntN(3) {
		piece := pieces[r.IntN(len(pieces))]
		if r.IntN(10) == 0 {
			piece = texts[r.IntN(len(texts))]
		}
		if r.IntN(12) == 0 {
			changes, text = append(changes, contentChange{Text: piece}), piece
			continue
		}
		all := places(text, e)
		i := r.IntN(len(all))
		j := min(len(all)-1, i+r.IntN(5)*r.IntN(5))
		changes = append(changes, contentChange{Range: &docRange{all[i], all[j]}, Text: piece})
		text = text[:offsetOf(t, text, all[i], e)] + piece + text[offsetOf(t, text, all[j], e):]
	}
	d.must("textDocument/didChange", didChangeParams{versionedTextDocumentIdentifier{uri, version}, changes})
	return text
}

// randomQuestion asks something, at a place of the text or at none. Whether it is refused does not matter.
func randomQuestion(d *direct, r *rand.Rand, uri documentURI, text string, e encoding) {
	all := places(text, e)
	p, q := all[r.IntN(len(all))], all[r.IntN(len(all))]
	if r.IntN(4) == 0 {
		p = position{r.IntN(2000) - 1000, r.IntN(2000) - 1000}
	}
	stretch := docRange{p, q}
	calls := []struct {
		method string
		params any
	}{
		{"textDocument/completion", at(uri, p)},
		{"textDocument/hover", at(uri, p)},
		{"textDocument/definition", at(uri, p)},
		{"textDocument/references", referenceParams{positionParams: at(uri, p)}},
		{"textDocument/prepareRename", at(uri, p)},
		{"textDocument/rename", renameParams{at(uri, p), "@neuf"}},
		{"textDocument/formatting", formattingParams{documentParams: about(uri)}},
		{"textDocument/rangeFormatting", formattingParams{about(uri), &stretch}},
		{"textDocument/codeAction", codeActionParams{documentParams: about(uri), Range: stretch}},
		{"textDocument/documentSymbol", about(uri)},
		{"textDocument/foldingRange", about(uri)},
		{"textDocument/semanticTokens/full", about(uri)},
		{"textDocument/diagnostic", about(uri)},
		{"textDocument/inlayHint", inlayHintParams{about(uri), stretch}},
		{"workspace/symbol", workspaceSymbolParams{"é"}},
		{"textDocument/didSave", about(uri)},
		{"textDocument/inconnu", about(uri)},
	}
	one := calls[r.IntN(len(calls))]
	_, _ = d.call(one.method, one.params) // a panic fails the test
}
