package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What the journal refuses does not appear; what it accepted is durable before it accepts.
func TestRecordedFileFollowsTheJournal(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pv.pdf")
	if err := os.WriteFile(path, []byte("ancien"), 0o600); err != nil {
		t.Fatal(err)
	}
	refusal := errors.New("journal refuses")
	place, err := (&app{dir: dir}).output(path, shapeAny, false)
	if err != nil {
		t.Fatal(err)
	}
	refuse := func() error { return refusal }
	if _, err := place.recorded(t.Context(), "", []byte("signé"), refuse); !errors.Is(err, refusal) {
		t.Errorf("recorded = %v, want the refusal", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "ancien" {
		t.Errorf("after a refusal, file = %q, %v, want the old one", data, err)
	}
	_, err = place.recorded(t.Context(), "", []byte("signé"), func() error {
		beside, err := filepath.Glob(filepath.Join(dir, ".recette-*"))
		if err != nil || len(beside) != 1 {
			t.Errorf("while recording, %d files beside, %v, want 1", len(beside), err)
			return err
		}
		if data, err := os.ReadFile(beside[0]); err != nil || string(data) != "signé" {
			t.Errorf("while recording, the file beside = %q, %v, want it whole", data, err)
		}
		if data, err := os.ReadFile(path); err != nil || string(data) != "ancien" {
			t.Errorf("while recording, file = %q, %v, want the old one", data, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "signé" {
		t.Errorf("file = %q, %v, want the new one", data, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%d files left, %v, want 1", len(entries), err)
	}
}

// What a project keeps in the same format is no document of the product.
func TestShape_fits(t *testing.T) {
	for _, tt := range []struct {
		shape      shape
		name, head string
		want       bool
	}{
		{shapeJSON, "pv.json", "{\n  \"schema\": \"recette/pv/1\",", true},
		{shapeJSON, "constats.json", "\ufeff{\"v\":1,\"findings\":[", true},
		{shapeJSON, "package.json", "{\n  \"name\": \"crm\",\n  \"version\": \"1.0\"", false},
		{shapeJSON, "liste.json", "[1]", false},
		{shapeLines, "journal.ndjson", `{"type":"recette.journal","version":1`, true},
		{shapeLines, "run.ndjson", `{"kind":"bound"}`, false},
		{shapeXML, "junit.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"PV\"", true},
		{shapeXML, "pom.xml", "<?xml version=\"1.0\"?>\n<project>", false},
		{
			shapeCSV, "a.csv",
			"\ufeffScénario;Titre;État;Ce qui manque;Épopée;US;Critères;Règles;Parcours;Criticité;Natures", true,
		},
		{shapeCSV, "a.csv", "é;b", false},
		{shapeCSV, "a.csv", "PK\x00", false},
	} {
		if got := tt.shape.fits(tt.name, []byte(tt.head)); got != tt.want {
			t.Errorf("%s fits %s = %t, want %t", tt.shape, tt.name, got, tt.want)
		}
	}
}

// What a verb wrote is replaced by what it writes again, wherever its beginning is cut; what another wrote is not.
func TestShape_fitsWhereverItIsCut(t *testing.T) {
	table := "Matrice de traçabilité – essai\n\n" + strings.Repeat("é", sniffed)
	csv := "\ufeffScénario;Titre;État;Ce qui manque;Épopée;US;Critères;Règles;Parcours;Criticité;Natures;Mode\r\n" +
		strings.Repeat("é", sniffed)
	for name, text := range map[string]string{"m.txt": table, "m.csv": csv} {
		s := map[string]shape{"m.txt": shapeTable, "m.csv": shapeCSV}[name]
		for pad := range 4 {
			head := []byte(text[:len(text)-2*sniffed] + strings.Repeat("x", pad) + text[len(text)-2*sniffed:])[:sniffed]
			if !s.fits(name, head) {
				t.Errorf("%s, moved by %d: what the verb wrote is taken for another file", name, pad)
			}
		}
	}
	for name, foreign := range map[string]string{
		"notes.txt":   "Réunion du 3 mars – à garder\n",
		"phrase.txt":  "une phrase secrète\n",
		"membres.csv": "nom;prénom\nPetit;Paule\n",
	} {
		for _, s := range []shape{
			shapeTable, shapeCSV, shapePDF, shapeJSON, shapeXML, shapeHTML, shapeXLSX, shapeLines, shapeNew,
		} {
			if s.fits(name, []byte(foreign)) {
				t.Errorf("%s passes for a %s of the product", name, s)
			}
		}
	}
}

// A file that is to be replaced is read again first: nothing that somebody saved meanwhile is lost.
func TestSinceRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.feature")
	for _, tt := range []struct {
		now, read, next string
		want            since
	}{
		{"lu", "lu", "écrit", untouched},
		{"écrit", "lu", "écrit", done},
		{"autre", "lu", "écrit", saved},
		{"lu et bien plus", "lu", "écrit", saved},
		{"", "lu", "écrit", saved},
		{"", "", "écrit", untouched},
		{"autre", "", "", saved},
	} {
		if err := os.WriteFile(path, []byte(tt.now), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := sinceRead(path, []byte(tt.read), []byte(tt.next))
		if err != nil || got != tt.want {
			t.Errorf("sinceRead of %q, read %q, to be %q = %d, %v, want %d", tt.now, tt.read, tt.next, got, err, tt.want)
		}
	}
	if _, err := sinceRead(path+".gone", []byte("lu"), []byte("écrit")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("sinceRead of a file that is gone = %v, want ErrNotExist", err)
	}
}
