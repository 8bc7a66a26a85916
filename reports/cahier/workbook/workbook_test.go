package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"recette/reports/cahier"
	"recette/reports/page"
)

func texts(t *testing.T) page.Texts {
	t.Helper()
	m := map[string]string{}
	for _, domain := range []string{"reports", "cahier"} {
		data, err := os.ReadFile("../../../internal/i18n/texts/" + domain + ".fr.txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			if key, text, ok := strings.Cut(line, " = "); ok {
				m[key] = text
			}
		}
	}
	return func(key string, args ...any) string {
		text, ok := m[key]
		if !ok {
			t.Errorf("no text for %s", key)
		}
		if len(args) == 0 {
			return text
		}
		return fmt.Sprintf(text, args...)
	}
}

func filledBook(kind cahier.Kind) cahier.Cahier {
	return cahier.Cahier{
		Schema: cahier.Schema, Kind: kind, Language: "fr", Producer: "recette 0.1.0", Campaign: "demo",
		Title: "Démo : l'adhésion", IssuedAt: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
		People: []cahier.Person{{Name: "Théo Legrand", Role: "tester"}},
		Journeys: []cahier.Journey{
			{Code: "a", Title: "Adhésion : [une/entreprise] qui paie sa cotisation", Cases: 1},
			{Code: "b", Title: "Adhésion : [une/entreprise] qui paie sa cotisation deux fois", Cases: 1},
		},
		Contexts: []cahier.Context{{Number: "C1", Steps: []cahier.Step{{
			Number: 1, Keyword: "Soit",
			Text: "une base",
		}}}},
		Cases: []cahier.Case{
			{
				ID: "SC-0001", Name: "=1+1", Mode: "manual", Content: "content/1:a", Context: "C1", Prior: 1,
				Attempt: 2,
				Verdict: "failed", Background: []cahier.Seen{{Verdict: "passed"}},
				Steps: []cahier.Step{{
					Number: 2, Keyword: "Alors", Type: "outcome", Text: "le montant est lu",
					Seen: cahier.Seen{Verdict: "failed", Observed: "345 €"},
				}},
			},
			{
				ID: "SC-0002", Name: "Rien", Mode: "manual", Content: "content/1:b", Verdict: "not_run",
				Steps: []cahier.Step{
					{Number: 1, Keyword: "Quand", Type: "action", Text: "elle ouvre"},
				},
			},
		},
	}
}

func written(t *testing.T, c cahier.Cahier) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c, cahier.Options{Texts: texts(t)}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWrite_TwiceTheSame(t *testing.T) {
	for _, kind := range []cahier.Kind{cahier.Blank, cahier.Executed} {
		if !bytes.Equal(written(t, filledBook(kind)), written(t, filledBook(kind))) {
			t.Errorf("the %s workbook is not twice the same", kind)
		}
	}
	if err := Write(&bytes.Buffer{}, filledBook(cahier.Blank), cahier.Options{}); !errors.Is(err, cahier.ErrOptions) {
		t.Errorf("without texts: %v, want ErrOptions", err)
	}
}

// What is not to be filled is locked, what is to be filled is not, and offers what it takes.
func TestWrite_IsLockedButForWhatIsFilled(t *testing.T) {
	for _, kind := range []cahier.Kind{cahier.Blank, cahier.Executed} {
		f, err := excelize.OpenReader(bytes.NewReader(written(t, filledBook(kind))))
		if err != nil {
			t.Fatal(err)
		}
		names := f.GetSheetList()
		if len(names) != 5 || names[0] != "Cahier" || len([]rune(names[1])) > 31 || names[1] == names[2] {
			t.Fatalf("sheets %q", names)
		}
		for _, hidden := range []string{Lists, Binding} {
			if shown, err := f.GetSheetVisible(hidden); err != nil || shown {
				t.Errorf("%s is shown, %v", hidden, err)
			}
		}
		locked := func(sheet, cell string) bool {
			id, err := f.GetCellStyle(sheet, cell)
			if err != nil {
				t.Fatal(err)
			}
			s, err := f.GetStyle(id)
			return err != nil || s.Protection == nil || s.Protection.Locked
		}
		for where, want := range map[string]bool{
			"B4": true, "D4": true, "E4": kind != cahier.Blank, "L4": kind != cahier.Blank, "E6": kind != cahier.Blank,
			"D6": true, "L6": true, "A5": true,
		} {
			if got := locked(names[1], where); got != want {
				t.Errorf("%s: %s is locked: %v, want %v", kind, where, got, want)
			}
		}
		rules, err := f.GetDataValidations(names[1])
		if err != nil || kind == cahier.Blank && len(rules) != 5 || kind != cahier.Blank && len(rules) != 0 {
			t.Errorf("%s: %d rules, %v", kind, len(rules), err)
		}
		if width, err := f.GetColWidth(names[1], "A"); err != nil || width > 1 {
			t.Errorf("%s: the column of keys is %v wide, %v", kind, width, err)
		}
		said, err := f.GetCellValue(names[1], "F6")
		if want := map[cahier.Kind]string{cahier.Executed: "345 €"}[kind]; err != nil || said != want {
			t.Errorf("%s: observed %q, want %q", kind, said, want)
		}
		if formula, err := f.GetCellFormula(names[1], "D4"); err != nil || formula != "" {
			t.Errorf("the name of a case is a formula: %q, %v", formula, err)
		}
	}
}

func TestBound_RoundTrip(t *testing.T) {
	b := Bound{Campaign: "demo", Manifest: "ab", Kind: "blank", Language: "fr", Cases: []BoundCase{
		{ID: "SC-0001", Content: "content/1:a", Prior: 1, Steps: 2, Attempt: 2},
		{ID: "SC-0002", Content: "c", Steps: 1},
	}}
	got, err := ParseBound(b.rows())
	if err != nil || fmt.Sprint(got) != fmt.Sprint(b) {
		t.Errorf("ParseBound = %+v, %v, want %+v", got, err, b)
	}
	for i, row := range b.rows() {
		for k := range row {
			rows := b.rows()
			rows[i][k] += "1"
			if _, err := ParseBound(rows); err == nil {
				t.Errorf("cell %d of row %d was changed, and it is read", k, i)
			}
		}
	}
	for _, rows := range [][][]string{nil, {{}}, {{Format}}, b.rows()[:1], {{Format, "", "", "", "", "-1", ""}}} {
		if _, err := ParseBound(rows); err == nil {
			t.Errorf("%v is read", rows)
		}
	}
}

func TestKey(t *testing.T) {
	for _, k := range []Key{{Case: 1}, {12, 0, 3}, {7, 4, 5}} {
		if got, ok := ParseKey(k.String()); !ok || got != k {
			t.Errorf("ParseKey(%s) = %v, %v", k, got, ok)
		}
	}
	for _, s := range []string{"", "0", "-1", "x", "1.", "1.2", "1.3-3", "1.-1-2", "1.2-x", "1.2-1"} {
		if k, ok := ParseKey(s); ok {
			t.Errorf("ParseKey(%q) = %v", s, k)
		}
	}
}
