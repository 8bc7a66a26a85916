package lsp

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSlashPath(t *testing.T) {
	tests := map[documentURI]struct {
		path string
		ok   bool
	}{
		"file:///home/é/a.feature":               {"/home/é/a.feature", true},
		"file:///home/%C3%A9/a%20b.feature":      {"/home/é/a b.feature", true},
		"file:///home/100%25/%23/%3F.feature":    {"/home/100%/#/?.feature", true},
		"file://localhost/home/a.feature":        {"/home/a.feature", true},
		"file:///c%3A/Users/%C3%A9lan/a.feature": {"C:/Users/élan/a.feature", true},
		"file:///C:/Users/a.feature":             {"C:/Users/a.feature", true},
		"file:///c:/Users/a.feature":             {"C:/Users/a.feature", true},
		"file:///%43%3a/a.feature":               {"C:/a.feature", true},
		"file://serveur/partage/a.feature":       {"//serveur/partage/a.feature", true},
		"untitled:Untitled-1":                    {"", false},
		"vscode-notebook-cell:/a.feature":        {"", false},
		"":                                       {"", false},
		"file:///%zz":                            {"", false},
		"/home/a.feature":                        {"", false},
	}
	for uri, tt := range tests {
		if got, ok := slashPath(uri); ok != tt.ok || ok && got != tt.path {
			t.Errorf("slashPath(%s) = %q, %v; want %q, %v", uri, got, ok, tt.path, tt.ok)
		}
	}
}

// The URI of a file leads back to it, and holds nothing that an editor would take for anything else.
func TestFileURI(t *testing.T) {
	tests := map[string]documentURI{
		"/home/é 1/#?%.feature":       "file:///home/%C3%A9%201/%23%3F%25.feature",
		"C:/Users/élan/a.feature":     "file:///C:/Users/%C3%A9lan/a.feature",
		"//serveur/partage/a.feature": "file://serveur/partage/a.feature",
		"/home/😀/a[1].feature":        "file:///home/%F0%9F%98%80/a%5B1%5D.feature",
	}
	for file, want := range tests {
		got := fileURI(file)
		if got != want {
			t.Errorf("fileURI(%s) = %s, want %s", file, got, want)
		}
		if back, ok := slashPath(got); !ok || back != file {
			t.Errorf("%s leads to %s", got, back)
		}
	}
}

// A document is one, however its URI is spelled: VS Code encodes what others do not.
func TestSpellingsOfAURI(t *testing.T) {
	for _, list := range [][]documentURI{
		{"file:///home/%C3%A9/a.feature", "file:///home/é/a.feature", "file://localhost/home/%c3%a9/a.feature"},
		{"file:///c%3A/a.feature", "file:///C:/a.feature", "file:///c:/a.feature"},
		{"untitled:Sans%20titre", "untitled:Sans titre"},
	} {
		for _, uri := range list {
			if keyOf(uri) != keyOf(list[0]) {
				t.Errorf("%s and %s are two documents", uri, list[0])
			}
		}
	}
	dir := filepath.Join(t.TempDir(), "démo élan")
	writeFiles(t, dir, map[string]string{"recette.yaml": "name: essai\n"})
	d := newDirect(t, projectSource{}, dir, nil)
	encoded := d.uri("features/é.feature")
	raw := documentURI("file://" + filepath.ToSlash(dir) + "/features/é.feature")
	d.must(
		"textDocument/didOpen",
		didOpenParams{
			textDocumentItem{URI: raw, Version: 1, Text: "# language: fr\nFonctionnalité: É\n  Scénario : x\n"},
		},
	)
	d.rest()
	if len(d.diagnosticsOf(raw)) == 0 {
		t.Error("nothing is said of a document in the spelling of its editor")
	}
	var symbols []documentSymbol
	if d.must("textDocument/documentSymbol", about(encoded), &symbols); len(symbols) != 1 {
		t.Error("the document is not known in another spelling")
	}
}

// An editor may have opened the folder, or the file, by a link.
func TestLinkedRoots(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "vrai"), filepath.Join(dir, "lien")
	writeFiles(
		t, real,
		map[string]string{
			"recette.yaml": "name: essai\n", "features/a.feature": "# language: fr\n@US-1\nFonctionnalité: É\n",
		},
	)
	if err := os.Symlink(real, link); err != nil {
		t.Skip("SKIPPED: needs symbolic links")
	}
	text := "# language: fr\n@US-1\nFonctionnalité: É\n  Scénario : x\n"
	for name, tt := range map[string]struct{ folder, file string }{
		"folder by a link":     {link, filepath.Join(real, "features", "a.feature")},
		"file by a link":       {real, filepath.Join(link, "features", "a.feature")},
		"both":                 {link, filepath.Join(link, "features", "a.feature")},
		"a file not saved yet": {link, filepath.Join(real, "features", "neuf", "b.feature")},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDirect(t, projectSource{}, tt.folder, nil)
			uri := fileURI(tt.file)
			d.must("textDocument/didOpen", didOpenParams{textDocumentItem{URI: uri, Version: 1, Text: text}})
			d.rest()
			if len(d.diagnosticsOf(uri)) == 0 {
				t.Error("the file is not one of the project")
			}
			var places []location
			d.must("textDocument/references", referenceParams{positionParams: at(uri, position{1, 2})}, &places)
			mine := 0
			for _, one := range places {
				if one.URI == uri {
					mine++
				}
			}
			if want := map[bool]int{true: 2, false: 1}[name == "a file not saved yet"]; len(places) != want ||
				mine != 1 {
				t.Errorf("the tag stands at %+v, want %d places", places, want)
			}
		})
	}
}
