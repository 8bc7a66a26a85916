package importer

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"recette/reports/cahier"
	"recette/reports/cahier/workbook"
	"recette/reports/page"
)

// texts reads the texts of the product.
func texts(t testing.TB) page.Texts {
	t.Helper()
	m := map[string]string{}
	for _, domain := range []string{"reports", "cahier"} {
		data, err := os.ReadFile("../i18n/texts/" + domain + ".fr.txt")
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
		if len(args) == 0 {
			return m[key]
		}
		return fmt.Sprintf(m[key], args...)
	}
}

// book is a cahier of two cases: one of a Contexte of two steps, an action and two expected results, one of an action
// and an expected result.
func book(kind cahier.Kind) cahier.Cahier {
	content := func(n string) string { return "content/1:" + strings.Repeat(n, 64) }
	return cahier.Cahier{
		Schema: cahier.Schema, Kind: kind, Language: "fr", Producer: "recette 0.1.0", Campaign: "demo", Title: "Démo",
		IssuedAt: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Environment: cahier.Environment{
			Name:  "poste",
			Build: "100",
		},
		People:   []cahier.Person{{Name: "Théo Legrand", Role: "tester"}, {Name: "Samira Haddad", Role: "qa"}},
		Journeys: []cahier.Journey{{Code: "cotisation", Title: "Cotisation", Cases: 2}},
		Contexts: []cahier.Context{{Number: "C1", Steps: []cahier.Step{
			{Number: 1, Keyword: "Soit", Type: "context", Text: "une base vide"},
			{Number: 2, Keyword: "Et", Type: "context", Text: "un trésorier connecté"},
		}}},
		Cases: []cahier.Case{
			{
				ID: "SC-0001", Name: "Le montant dû s'affiche", Journey: "cotisation", Mode: "manual",
				Content: content("a"),
				Context: "C1", Prior: 2, Verdict: "not_run", Steps: []cahier.Step{
					{Number: 3, Keyword: "Quand", Type: "action", Text: "elle ouvre son espace"},
					{Number: 4, Keyword: "Alors", Type: "outcome", Text: "elle lit le montant dû"},
					{Number: 5, Keyword: "Et", Type: "outcome", Text: "l'échéance est au 31 janvier"},
				},
			},
			{
				ID: "SC-0002@nord", Antenne: "Nord", Name: "Rien n'est dû", Journey: "cotisation", Mode: "manual",
				Content: content("b"), Verdict: "not_run", Assigned: "Samira Haddad", Steps: []cahier.Step{
					{Number: 1, Keyword: "Quand", Type: "action", Text: "elle ouvre son espace"},
					{Number: 2, Keyword: "Alors", Type: "outcome", Text: "elle lit que rien n'est dû"},
				},
			},
		},
	}
}

// The rows of the sheet of the journey.
const (
	rowOne     = 4 // the whole of SC-0001
	rowContext = 5
	rowAction  = 6
	rowFirst   = 7
	rowSecond  = 8
	rowTwo     = 9 // the whole of SC-0002
	rowDo      = 10
	rowSee     = 11
)

var columnOf = map[string]string{
	"key": "A", "verdict": "E", "observed": "F", "comment": "G", "cause": "H", "reason": "I", "evidence": "J",
	"severity": "K", "tester": "L", "day": "M", "minutes": "N", "beyond": "P",
}

// filled makes the blank workbook of a cahier and fills cells of it: "verdict 7" is the verdict of row 7, "front 14" a
// cell of the front sheet.
func filled(t testing.TB, cells map[string]string) []byte {
	t.Helper()
	var blank bytes.Buffer
	if err := workbook.Write(&blank, book(cahier.Blank), cahier.Options{Texts: texts(t)}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&blank)
	if err != nil {
		t.Fatal(err)
	}
	for where, value := range cells {
		column, row, _ := strings.Cut(where, " ")
		sheet, cell := f.GetSheetName(1), columnOf[column]+row
		if column == "front" {
			sheet, cell = f.GetSheetName(0), "C"+row
		}
		if formula, ok := strings.CutPrefix(value, "="); ok {
			err = f.SetCellFormula(sheet, cell, formula)
		} else {
			err = f.SetCellStr(sheet, cell, value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// stand is how the campaign of a cahier stands: it was opened on 2 November 2026, and today is 1 December.
func stand(now *cahier.Cahier) Stand {
	return Stand{
		Book: now, People: []string{"Théo Legrand", "Samira Haddad"}, From: "2026-11-02", Today: "2026-12-01",
		There: func(name string) bool { return name == "ecran.png" },
	}
}

func against(t testing.TB, data []byte, now cahier.Cahier) Plan {
	t.Helper()
	return againstNamed(t, "c.xlsx", data, now)
}

func againstNamed(t testing.TB, name string, data []byte, now cahier.Cahier) Plan {
	t.Helper()
	file, err := Open(name, data)
	if err != nil {
		t.Fatal(err)
	}
	p, err := file.Against(stand(&now))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func said(p *Plan) (out []string) {
	for _, l := range p.Lines {
		line := fmt.Sprintf("%s %s", l.Place.Cell(), l.Status)
		if l.Code != "" {
			line += " " + l.Code
		}
		out = append(out, line)
	}
	return out
}

func recorded(p *Plan) (out []string) {
	for i := range p.Entries {
		e := &p.Entries[i]
		line := fmt.Sprintf("%s by %s on %s: %s", e.Case, e.Tester, e.Day, e.Verdict)
		for _, s := range e.Steps {
			line += fmt.Sprintf(" %d=%s", s.Step+1, s.Verdict)
			for _, x := range []string{
				s.Observed, s.Comment, string(s.Cause), s.Reason,
				strings.Join(s.Evidence, "+"),
			} {
				if x != "" {
					line += "(" + x + ")"
				}
			}
		}
		for _, r := range e.Raise {
			line += fmt.Sprintf(" raise %s on %d", r.Severity, r.Step+1)
		}
		out = append(out, line)
	}
	return out
}
