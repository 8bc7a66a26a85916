package lsp

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/standing"
	"recette/internal/syntax"
)

// The tag, or the column, that is renamed in the texts below.
const renamed = "‹›"

// renameProject is files in which a tag stands in every way that it can: %s is the tag without its @.
func renameProject() map[string]string {
	body := "# language: fr\n@US-1 @" + renamed + " @" + renamed + "2\nFonctionnalité: 😀 @" + renamed +
		" dans un titre n’est pas une étiquette\n" +
		"  @" + renamed + "\n  Règle: É\n    @a @" + renamed + " # @" + renamed + " en commentaire\n    @" + renamed +
		"\n    Plan du scénario: 👩‍👩‍👧 <n>\n" +
		"      Soit \"@" + renamed + "\" <n>\n      @" + renamed + "\n      Exemples:\n        | n |\n        | @" +
		renamed + " |\n"
	broken := "# language: fr\n@" + renamed + "\nFonctionnalité: Cassée\n  @" + renamed +
		" É mal écrit\n  Scénario : X\n    Soit x\n  @" + renamed + "\n"
	return map[string]string{
		"features/a.feature":        body,
		"features/crlf.feature":     strings.ReplaceAll(body, "\n", "\r\n"),
		"features/bom.feature":      "\ufeff" + body,
		"features/bomcrlf.feature":  "\ufeff" + strings.ReplaceAll(body, "\n", "\r\n"),
		"features/é 1/#.feature":    body,
		"features/sans-fin.feature": strings.TrimSuffix(body, "\n"),
		"features/cassée.feature":   broken,
		"features/vide.feature":     "",
		"features/autre.feature":    "# language: fr\n@autre\nFonctionnalité: X\n",
	}
}

// isTag tells whether the mark at a place of a text is a tag: it stands on a line of tags, before any comment.
func isTag(text string, at int) bool {
	start := strings.LastIndexAny(text[:at], "\r\n") + 1
	line := strings.TrimLeft(strings.TrimPrefix(text[start:at], "\ufeff"), " ")
	after := text[at+len(renamed):]
	if !strings.HasPrefix(line+renamed, "@") || strings.Contains(line, "#") || strings.HasPrefix(after, "2") {
		return false
	}
	return strings.HasSuffix(line, "@")
}

// withTag writes a text with a name for the tag, and another for what is written the same and is no tag.
func withTag(text, tag, other string) string {
	var out strings.Builder
	for at := 0; ; {
		i := strings.Index(text[at:], renamed)
		if i < 0 {
			out.WriteString(text[at:])
			return out.String()
		}
		out.WriteString(text[at : at+i])
		if isTag(text, at+i) {
			out.WriteString(tag)
		} else {
			out.WriteString(other)
		}
		at += i + len(renamed)
	}
}

func TestRenameTag(t *testing.T) {
	for _, e := range []encoding{unitsUTF8, unitsUTF16} {
		for _, form := range []norm.Form{norm.NFC, norm.NFD} {
			for _, versions := range []bool{false, true} {
				t.Run(
					fmt.Sprintf("%s/%v/%v", e, form, versions), func(t *testing.T) { renameTag(t, e, form, versions) },
				)
			}
		}
	}
}

const old, renewed = "élan-😀", "été-🎉-neuf"

func renameTag(t *testing.T, e encoding, form norm.Form, versions bool) {
	disk := map[string]string{"recette.yaml": "name: essai\n"}
	for path, text := range renameProject() {
		name := old
		if strings.Contains(path, "crlf") {
			name = form.String(old)
		}
		disk[path] = withTag(text, name, name)
	}
	dir := t.TempDir()
	writeFiles(t, dir, disk)
	d := newDirect(t, projectSource{}, dir, func(p *initializeParams) {
		p.Capabilities.General.PositionEncodings = []string{string(e)}
		p.Capabilities.Workspace.WorkspaceEdit.DocumentChanges = versions
	})
	// What the editor has: one file as it is on disk, one that was changed and not saved, one that is new.
	const unsaved, fresh = "features/bom.feature", "features/neuf.feature"
	template := renameProject()
	template[unsaved] = "# é\n" + strings.TrimPrefix(template[unsaved], "\ufeff")
	template[fresh] = template["features/a.feature"]
	editor := map[string]string{}
	for _, path := range []string{"features/a.feature", unsaved, fresh, "features/bomcrlf.feature"} {
		name := old
		if strings.Contains(path, "crlf") {
			name = form.String(old)
		}
		editor[path] = withTag(template[path], name, name) // one editor keeps the byte order mark in its text
		d.open(path, editor[path])
	}
	d.rest()

	for _, from := range []string{"features/a.feature", "features/bomcrlf.feature"} {
		var edit workspaceEdit
		d.must("textDocument/rename", renameParams{at(d.uri(from), position{1, 8}), "@" + renewed}, &edit)
		edits := editsOf(t, d, &edit, versions)
		if len(edits) != 8 {
			t.Errorf("%d files are edited, want 8", len(edits))
		}
		compare(t, d, template, editor, edits, e, form)
	}
}

// compare makes the edits in the texts of the editor, and in files as an editor would have them, and looks at what
// results.
func compare(
	t *testing.T, d *direct, template, editor map[string]string, edits map[documentURI][]textEdit, e encoding,
	form norm.Form,
) {
	t.Helper()
	for path, text := range template {
		have, isOpen := editor[path]
		if !isOpen {
			data, err := os.ReadFile(filepath.Join(d.dir, filepath.FromSlash(path)))
			if err != nil {
				t.Fatal(err)
			}
			have = strings.TrimPrefix(string(data), "\ufeff") // as an editor has the text of the file
			text = strings.TrimPrefix(text, "\ufeff")
		}
		other := old
		if strings.Contains(path, "crlf") {
			other = form.String(old)
		}
		got := applyEdits(t, have, edits[d.uri(path)], e)
		if want := withTag(text, renewed, other); got != want {
			t.Errorf("%s:\n%q\nwant\n%q", path, got, want)
		}
	}
}

// editsOf gives the edits by document, and checks the versions.
func editsOf(t *testing.T, d *direct, edit *workspaceEdit, versions bool) map[documentURI][]textEdit {
	t.Helper()
	if !versions {
		if edit.DocumentChanges != nil {
			t.Error("versions are given to an editor that does not know them")
		}
		return edit.Changes
	}
	out := map[documentURI][]textEdit{}
	for _, one := range edit.DocumentChanges {
		out[one.TextDocument.URI] = one.Edits
		open := d.s.open[keyOf(one.TextDocument.URI)]
		if got := one.TextDocument.Version; (got != nil) != (open != nil) || got != nil && *got != open.version {
			t.Errorf("%s: version %v", one.TextDocument.URI, got)
		}
	}
	return out
}

// A column is renamed in its scenario: the header and each placeholder, in steps, tables, doc strings and titles.
func TestRenameColumn(t *testing.T) {
	const template = "# language: fr\n@US-1\nFonctionnalité: F\n  Plan du scénario: 😀 <‹›> É\n    Soit \"<‹›>\" et " +
		"<autre>\n      | a <‹›> | <x> |\n" +
		"    Quand :\n      \"\"\"\n      <‹›> 😀 <‹›>\n      \"\"\"\n    Exemples:\n      | ‹› | autre | x |\n      " +
		"| 1 | ‹› | 3 |\n\n" +
		"    Exemples: 2\n      | autre | ‹› | x |\n  Plan du scénario: autre\n    Soit <‹›>\n    Exemples:\n      | " +
		"‹› |\n"
	for _, e := range []encoding{unitsUTF8, unitsUTF16} {
		for _, eol := range []string{"\n", "\r\n"} {
			for name, column := range map[string]string{
				"NFC": "durée 😀 (mois)", "NFD": norm.NFD.String("durée 😀 (mois)"),
			} {
				t.Run(fmt.Sprintf("%s/%q/%s", e, eol, name), func(t *testing.T) {
					dir := t.TempDir()
					writeFiles(t, dir, map[string]string{"recette.yaml": "name: essai\n"})
					d := newDirect(t, projectSource{}, dir, func(p *initializeParams) {
						p.Capabilities.General.PositionEncodings = []string{string(e)}
					})
					source := strings.ReplaceAll(template, "\n", eol)
					have := strings.ReplaceAll(source, renamed, column)
					uri := d.open("features/colonne.feature", have)
					first, last, _ := strings.Cut(source, "  Plan du scénario: autre")
					cell := "| 1 | " + renamed
					before, after, _ := strings.Cut(first, cell)
					want := strings.ReplaceAll(before, renamed, "délai 🎉") + strings.ReplaceAll(cell, renamed, column) +
						strings.ReplaceAll(
							after, renamed, "délai 🎉",
						) + "  Plan du scénario: autre" + strings.ReplaceAll(last, renamed, column)
					for _, at := range []string{
						"😀 <", "Soit \"<", "| a <", "      <", "      | " + column[:1], "      | autre | ",
					} {
						offset := strings.Index(have, at) + len(at)
						p := newText(have).position(offset, e)
						var edit workspaceEdit
						d.must(
							"textDocument/rename",
							renameParams{positionParams{textDocumentIdentifier{uri}, p}, "délai 🎉"}, &edit,
						)
						if got := applyEdits(t, have, edit.Changes[uri], e); got != want {
							t.Errorf("from %q:\n%q\nwant\n%q", at, got, want)
						}
					}
				})
			}
		}
	}
}

// What is given as the place to rename is what is then renamed.
func TestPrepareRename(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"recette.yaml": "name: essai\n"})
	d := newDirect(t, projectSource{}, dir, nil)
	text := "# language: fr\n@É😀 @SC-0001\nFonctionnalité: F\n"
	uri := d.open("features/a.feature", text)
	var r prepareRenameResult
	d.must("textDocument/prepareRename", at(uri, position{1, 2}), &r)
	if from, to := offsetOf(
		t, text, r.Range.Start, unitsUTF16,
	), offsetOf(t, text, r.Range.End, unitsUTF16); text[from:to] != "@É😀" || r.Placeholder != "@É😀" {
		t.Errorf("prepareRename: %q at %v", r.Placeholder, r.Range)
	}
	for _, refused := range []position{{1, 8}, {2, 3}, {0, 0}} {
		if raw, err := d.call("textDocument/prepareRename", at(uri, refused)); err == nil {
			t.Errorf("prepareRename at %v gave %s", refused, json.RawMessage(raw))
		}
	}
	for _, bad := range []string{"", "@", "deux mots", "a@b", "a#b", "é\u00a0b", "tab\tb"} {
		if _, err := d.call("textDocument/rename", renameParams{at(uri, position{1, 2}), bad}); err == nil {
			t.Errorf("a tag was renamed to %q", bad)
		}
	}
}

// TestRenameColumn_orphans holds that the refusal names the results that the store has, and that rows without a stable
// id are guarded as soon as the store knows them.
func TestRenameColumn_orphans(t *testing.T) {
	const text = "# language: fr\nFonctionnalité: F\n  Plan du scénario: s\n    Alors <x>\n" +
		"    Exemples:\n      | x |\n      | 1 |\n"
	f := catalogue.Parse(syntax.Source{Path: "a.feature", Bytes: []byte(text)}, catalogue.Options{})
	id := f.Cases[0].ID
	d := &document{path: "a.feature", text: newText(text), file: f}
	header, use := strings.Index(text, "| x |")+2, strings.Index(text, "<x>")+1
	edits := []syntax.Edit{
		{Span: syntax.Span{Start: header, End: header + 1}, New: "id"},
		{Span: syntax.Span{Start: use, End: use + 1}, New: "id"},
	}
	words, err := i18n.New("fr")
	if err != nil {
		t.Fatal(err)
	}
	s := &scope{project: &Project{Words: words}}
	if got := s.orphans(d, edits); len(got) > 0 {
		t.Errorf("nothing is recorded: orphans %v", got)
	}
	s.statuses = map[string]standing.Status{id: {Planned: []string{"recette-v1"}}}
	if got := s.orphans(d, edits); len(got) != 1 || got[0] != id {
		t.Errorf("orphans %v, want %s", got, id)
	}
	if got := s.recorded([]string{"SC-1", id}); !strings.Contains(got, id) || strings.Contains(got, "SC-1") {
		t.Errorf("recorded: %q, want %s alone", got, id)
	}
}
