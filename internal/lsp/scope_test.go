package lsp

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const faulty = "# language: fr\n@US-1 @SC-0001\nFonctionnalité: É\n  Scénario : x\n    Soit a\n    Quand b\n    " +
	"Alors c\n"

// A file of a second folder has the rules of its own project; what is renamed in one is not in the other.
func TestTwoProjects(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"un", "deux", "deux/dedans"} {
		writeFiles(t, filepath.Join(dir, name), map[string]string{
			"recette.yaml":  "name: essai\n",
			"messages.yaml": "messages:\n  - {code: MSG-1, level: erreur, text: \"Message de " + name + ".\"}\n",
			"features/a.feature": "# language: fr\n@commun\nFonctionnalité: " + name +
				"\n  @SC-0001\n  Scénario: a\n    Soit \"\"\n",
		})
	}
	d := newDirect(t, projectSource{}, filepath.Join(dir, "un"), func(p *initializeParams) {
		p.WorkspaceFolders = []workspaceFolder{{fileURI(filepath.Join(dir, "un")), "un"}}
	})
	// The second folder is opened later; the third project, inside it, by one of its files.
	second := workspaceFolder{fileURI(filepath.Join(dir, "deux")), "deux"}
	var p didChangeWorkspaceFoldersParams
	p.Event.Added = []workspaceFolder{second}
	d.must("workspace/didChangeWorkspaceFolders", p)
	uris := map[string]documentURI{}
	for _, name := range []string{"un", "deux", "deux/dedans"} {
		data, err := os.ReadFile(filepath.Join(dir, name, "features", "a.feature"))
		if err != nil {
			t.Fatal(err)
		}
		uris[name] = fileURI(filepath.Join(dir, name, "features", "a.feature"))
		d.must("textDocument/didOpen", didOpenParams{textDocumentItem{URI: uris[name], Version: 1, Text: string(data)}})
	}
	d.rest()
	for name, uri := range uris {
		var list completionList
		d.must("textDocument/completion", at(uri, position{5, 10}), &list)
		if len(list.Items) != 1 || list.Items[0].Label != "Message de "+name+"." {
			t.Errorf("%s: %+v", name, list.Items)
		}
		var edit workspaceEdit
		d.must("textDocument/rename", renameParams{at(uri, position{1, 2}), "@autre"}, &edit)
		if len(edit.Changes) != 1 || len(edit.Changes[uri]) != 1 {
			t.Errorf("%s: %+v", name, edit.Changes)
		}
	}
	var symbols []workspaceSymbol
	if d.must("workspace/symbol", workspaceSymbolParams{}, &symbols); len(symbols) != 6 {
		t.Errorf("%d symbols, want those of three projects", len(symbols))
	}
	p.Event.Added, p.Event.Removed = nil, []workspaceFolder{second}
	d.must("workspace/didChangeWorkspaceFolders", p)
	if d.must("workspace/symbol", workspaceSymbolParams{}, &symbols); len(symbols) != 2 {
		t.Errorf("%d symbols, want those of the folder that is left", len(symbols))
	}
	if raw, err := d.call("textDocument/hover", at(uris["deux"], position{1, 2})); err != nil || string(raw) != "null" {
		t.Errorf("a file of a folder that was closed: %s, %v", raw, err)
	}
}

// What lies outside the feature folders, or was never saved, has diagnostics, and is no part of the project.
func TestDocumentsApart(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"recette.yaml":       "name: essai\n",
		"features/a.feature": "# language: fr\n@US-1\nFonctionnalité: É\n  @SC-0001\n  Scénario: a\n    Soit x\n",
	})
	d := newDirect(t, projectSource{}, dir, nil)
	for name, uri := range map[string]documentURI{
		"outside": d.uri("brouillons/b.feature"), "never saved": "untitled:Untitled-1",
		"hidden": d.uri("features/.x/c.feature"),
	} {
		d.must(
			"textDocument/didOpen",
			didOpenParams{textDocumentItem{URI: uri, LanguageID: "cucumber", Version: 1, Text: faulty}},
		)
		d.rest()
		if list := d.diagnosticsOf(uri); len(list) == 0 || list[0].Code != "E130" {
			t.Errorf("%s: %+v", name, list)
		}
		var actions []codeAction
		d.must(
			"textDocument/codeAction",
			codeActionParams{documentParams: about(uri), Range: docRange{position{3, 3}, position{3, 3}}}, &actions,
		)
		if len(actions) == 0 || len(actions[0].Edit.Changes[uri]) == 0 {
			t.Errorf("%s: no fix", name)
		}
		var places []location
		d.must("textDocument/references", referenceParams{positionParams: at(uri, position{1, 2})}, &places)
		if len(places) != 1 {
			t.Errorf("%s: it counts in the project: %+v", name, places)
		}
		d.must("textDocument/didClose", about(uri))
		d.rest()
		if list := d.diagnosticsOf(uri); len(list) != 0 {
			t.Errorf("%s: closed, it keeps %+v", name, list)
		}
	}
	// A text of another language, and a folder of no project, are not looked at.
	for _, item := range []textDocumentItem{
		{URI: d.uri("steps/a.go"), LanguageID: "go", Text: "package steps"},
		{URI: fileURI(filepath.Join(t.TempDir(), "z.feature")), LanguageID: "cucumber", Text: faulty},
	} {
		d.must("textDocument/didOpen", didOpenParams{item})
		d.rest()
		if raw, err := d.call(
			"textDocument/hover", at(item.URI, position{}),
		); err != nil || string(raw) != "null" || len(d.diagnosticsOf(item.URI)) > 0 {
			t.Errorf("%s: %s, %v", item.URI, raw, err)
		}
	}
	if n := d.says("window/showMessage"); n != 0 {
		t.Errorf("%d messages about files that are left alone", n)
	}
}

// A new file of a feature folder counts from its first letter, and is gone when it is closed without being saved.
func TestNewFile(t *testing.T) {
	dir := t.TempDir()
	writeFiles(
		t, dir,
		map[string]string{
			"recette.yaml": "name: essai\n", "features/a.feature": "# language: fr\n@US-1\nFonctionnalité: É\n",
		},
	)
	d := newDirect(t, projectSource{}, dir, nil)
	a := d.open("features/a.feature", "# language: fr\n@US-1\nFonctionnalité: É\n")
	b := d.open("features/neuf/b.feature", "# language: fr\n@US-1\nFonctionnalité: B\n")
	uses := func() int {
		var places []location
		d.must("textDocument/references", referenceParams{positionParams: at(a, position{1, 2})}, &places)
		return len(places)
	}
	if n := uses(); n != 2 {
		t.Errorf("%d uses with the new file, want 2", n)
	}
	d.change(b, 2, "# language: fr\n@US-1 @x\nFonctionnalité: B\n  @US-1\n  Scénario: x\n")
	if n := uses(); n != 3 {
		t.Errorf("%d uses once it has changed, want 3", n)
	}
	d.must("textDocument/didClose", about(b))
	if n := uses(); n != 1 {
		t.Errorf("%d uses once it is gone, want 1", n)
	}
}

// The project appears while the editor is open: what is open is then looked at.
func TestProjectAppears(t *testing.T) {
	dir := t.TempDir()
	d := newDirect(t, projectSource{}, dir, nil)
	uri := d.open("features/a.feature", faulty)
	d.rest()
	if len(d.diagnosticsOf(uri)) != 0 || d.says("window/showMessage") != 1 {
		t.Errorf("without a project: %+v, %d messages", d.diagnosticsOf(uri), d.says("window/showMessage"))
	}
	writeFiles(t, dir, map[string]string{"recette.yaml": "name: essai\n"})
	d.must("workspace/didChangeWatchedFiles", didChangeWatchedFilesParams{[]fileEvent{{d.uri("recette.yaml"), 1}}})
	d.rest()
	if len(d.diagnosticsOf(uri)) == 0 {
		t.Error("the open file is not looked at")
	}
}

// Files change under the editor: it says so, or else the next save finds out.
func TestFilesChangeOnDisk(t *testing.T) {
	for name, watches := range map[string]bool{"watched": true, "not watched": false} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeFiles(t, dir, map[string]string{
				"recette.yaml": "name: essai\n", "features/b.feature": "# language: fr\n@autre\nFonctionnalité: B\n",
				"messages.yaml": "messages:\n  - {code: MSG-1, level: erreur, text: \"Un.\"}\n",
			})
			d := newDirect(t, projectSource{}, dir, func(p *initializeParams) {
				p.Capabilities.Workspace.DidChangeWatchedFiles.DynamicRegistration = watches
			})
			text := "# language: fr\n@US-1\nFonctionnalité: É\n  Scénario: a\n    Soit \"\"\n"
			uri := d.open("features/a.feature", text)
			d.rest()
			changed := func(paths ...string) {
				if !watches {
					d.must("textDocument/didSave", about(uri))
				} else {
					var p didChangeWatchedFilesParams
					for _, path := range paths {
						p.Changes = append(p.Changes, fileEvent{d.uri(path), 2})
					}
					d.must("workspace/didChangeWatchedFiles", p)
				}
				d.rest()
			}
			uses := func() int {
				var places []location
				d.must("textDocument/references", referenceParams{positionParams: at(uri, position{1, 2})}, &places)
				return len(places)
			}
			writeFiles(t, dir, map[string]string{
				"features/b.feature":      "# language: fr\n@US-1 @plus\nFonctionnalité: B\n",
				"features/sous/c.feature": "# language: fr\n@US-1\nFonctionnalité: C\n",
			})
			if changed("features/b.feature", "features/sous/c.feature"); uses() != 3 {
				t.Errorf("%d uses, want 3", uses())
			}
			if err := os.Remove(filepath.Join(dir, "features", "b.feature")); err != nil {
				t.Fatal(err)
			}
			if changed("features/b.feature"); uses() != 2 {
				t.Errorf("%d uses, want 2", uses())
			}
			writeFiles(
				t, dir,
				map[string]string{
					"messages.yaml": "messages:\n  - {code: MSG-2, level: erreur, text: \"Deux mots.\"}\n",
				},
			)
			changed("messages.yaml")
			var list completionList
			if d.must(
				"textDocument/completion", at(uri, position{4, 10}), &list,
			); len(list.Items) != 1 || list.Items[0].Label != "Deux mots." {
				t.Errorf("messages: %+v", list.Items)
			}
			// The configuration breaks: the editor shows why, once, and the last one serves.
			if err := os.Rename(filepath.Join(dir, "recette.yaml"), filepath.Join(dir, "x.yaml")); err != nil {
				t.Fatal(err)
			}
			before := d.says("window/showMessage")
			changed("recette.yaml")
			changed("messages.yaml")
			if n := d.says("window/showMessage") - before; n != 1 || uses() != 2 {
				t.Errorf("%d messages, %d uses", n, uses())
			}
		})
	}
}

// An editor that pulls is sent nothing, and is told to pull again when something else than its text changed.
func TestPulledDiagnostics(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"recette.yaml":       "name: essai\n",
		"features/b.feature": "# language: fr\n@US-2\nFonctionnalité: B\n  @SC-0002\n  Scénario: b\n    Soit x\n",
	})
	d := newDirect(t, fullSource{}, dir, func(p *initializeParams) {
		p.Capabilities.TextDocument.Diagnostic = &struct{}{}
		p.Capabilities.Workspace.Diagnostics.RefreshSupport = true
	})
	text := "# language: fr\n@US-1\nFonctionnalité: É\n  @SC-0001\n  Scénario: b\n    Soit x\n"
	uri := d.open("features/z.feature", text)
	pull := func(previous string) (r struct {
		Kind, ResultID string
		Items          []diagnostic
	},
	) {
		d.must("textDocument/diagnostic", documentDiagnosticParams{about(uri), previous}, &r)
		return r
	}
	first := pull("")
	if first.Kind != reportFull || first.ResultID == "" {
		t.Fatalf("first: %+v", first)
	}
	if again := pull(first.ResultID); again.Kind != reportUnchanged || again.ResultID != first.ResultID ||
		again.Items != nil {
		t.Errorf("again: %+v", again)
	}
	d.change(uri, 2, strings.Replace(text, "Scénario:", "Scénario :", 1))
	if changed := pull(first.ResultID); changed.Kind != reportFull || count(
		changed.Items, &diagnostic{Code: "E130"},
	) != 1 {
		t.Errorf("changed: %+v", changed)
	}
	d.rest()
	refreshed := d.says("workspace/diagnostic/refresh")
	d.change(uri, 3, text)
	d.rest()
	if n := d.says("workspace/diagnostic/refresh"); n != refreshed {
		t.Errorf("a key asks for all diagnostics again")
	}
	// Another file takes the same id: the editor is told to ask again, and hears of it.
	writeFiles(
		t, dir,
		map[string]string{
			"features/b.feature": "# language: fr\n@US-2\nFonctionnalité: B\n  @SC-0001\n  Scénario: autre\n    Soit " +
				"x\n",
		},
	)
	before := pull("")
	d.must(
		"workspace/didChangeWatchedFiles", didChangeWatchedFilesParams{[]fileEvent{{d.uri("features/b.feature"), 2}}},
	)
	d.rest()
	if n := d.says("workspace/diagnostic/refresh"); n != refreshed+1 {
		t.Errorf("%d refreshes, want one more than %d", n, refreshed)
	}
	if after := pull(before.ResultID); after.Kind != reportFull || count(
		after.Items, &diagnostic{Code: "id-duplicate"},
	) != 1 {
		t.Errorf("after another file changed: %+v", after)
	}
	if n := d.says("textDocument/publishDiagnostics"); n != 0 {
		t.Errorf("%d diagnostics were pushed besides", n)
	}
}

// An editor that can pull but not be told to is sent diagnostics, and is not told that it may pull: it would show both.
func TestPullWithoutRefresh(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"recette.yaml": "name: essai\n"})
	d := newDirect(
		t, projectSource{}, dir, func(p *initializeParams) { p.Capabilities.TextDocument.Diagnostic = &struct{}{} },
	)
	if _, announced := d.s.capabilities()["diagnosticProvider"]; announced {
		t.Error("pull is announced")
	}
	uri := d.open("features/a.feature", faulty)
	if d.rest(); len(d.diagnosticsOf(uri)) == 0 {
		t.Error("nothing is sent")
	}
}

// Diagnostics carry the version that they were made for, and are not sent twice.
func TestPushedVersions(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"recette.yaml": "name: essai\n"})
	d := newDirect(t, projectSource{}, dir, nil)
	a, b := d.open("features/a.feature", faulty), d.open(
		"features/b.feature", "# language: fr\n@US-1\nFonctionnalité: É\n",
	)
	d.rest()
	for version, text := range []string{2: faulty + "\n", 3: faulty} {
		if text != "" {
			d.change(a, version, text)
			d.rest()
		}
	}
	var versions []int
	for _, m := range d.wire.sent {
		var p publishDiagnosticsParams
		if m.Method != "textDocument/publishDiagnostics" {
			continue
		}
		if err := json.Unmarshal(m.Params, &p); err != nil {
			t.Fatal(err)
		}
		if p.URI == a {
			versions = append(versions, *p.Version)
		}
		if p.URI == b && *p.Version != 1 {
			t.Errorf("version %d of a file that did not change", *p.Version)
		}
	}
	if len(versions) != 3 || versions[0] != 1 || versions[1] != 2 || versions[2] != 3 {
		t.Errorf("versions %v, want one publication each", versions)
	}
}
