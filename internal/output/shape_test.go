package output

import (
	"strings"
	"testing"
)

// What a project keeps in the same format is no document of the product.
func TestShape_fits(t *testing.T) {
	for _, tt := range []struct {
		shape      Shape
		name, head string
		want       bool
	}{
		{JSON, "pv.json", "{\n  \"schema\": \"recette/pv/1\",", true},
		{JSON, "constats.json", "\ufeff{\"v\":1,\"findings\":[", true},
		{JSON, "package.json", "{\n  \"name\": \"crm\",\n  \"version\": \"1.0\"", false},
		{JSON, "liste.json", "[1]", false},
		{Lines, "journal.ndjson", `{"type":"recette.journal","version":1`, true},
		{Lines, "run.ndjson", `{"kind":"bound"}`, false},
		{XML, "junit.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"PV\"", true},
		{XML, "pom.xml", "<?xml version=\"1.0\"?>\n<project>", false},
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
		s := map[string]Shape{"m.txt": shapeTable, "m.csv": shapeCSV}[name]
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
		for _, s := range []Shape{
			shapeTable, shapeCSV, PDF, JSON, XML, HTML, XLSX, Lines, New,
		} {
			if s.fits(name, []byte(foreign)) {
				t.Errorf("%s passes for a %s of the product", name, s)
			}
		}
	}
}
