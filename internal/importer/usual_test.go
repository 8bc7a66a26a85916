package importer

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"recette/reports/cahier"
)

// sheetOf makes a workbook of one sheet of texts.
func sheetOf(t testing.TB, rows ...[]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for r, row := range rows {
		for c, text := range row {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err == nil && text != "" {
				err = f.SetCellStr("Sheet1", cell, text)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAgainst_UsualLayout(t *testing.T) {
	head := []string{
		"N°", "Scénario", "Étape", "Résultat attendu", "Résultat obtenu", "Statut", "Commentaire",
		"Testé par", "Date",
	}
	for name, tt := range map[string]struct {
		rows     [][]string
		lines    []string
		recorded []string
	}{
		"a row a scenario": {
			rows: [][]string{
				head,
				{"sc-0001", "", "", "", "345 €", "KO", "", "Théo Legrand", "23/11/2026"},
				{"", "Rien n’est du\u0302", "", "", "", "OK", "vu", "THEO LEGRAND", "2026-11-23"},
			},
			lines: []string{"A2 record", "A3 record"},
			recorded: []string{
				"SC-0001 by Théo Legrand on 2026-11-23: failed 1=passed 2=passed 3=passed 5=failed(345 €)",
				"SC-0002@nord by Théo Legrand on 2026-11-23: passed 1=passed 2=passed(vu)",
			},
		},
		"nothing was played, and by nobody": {
			rows: [][]string{
				head,
				{"sc-0001", "", "", "", "", "Non exécuté", "", "", ""},
				{"", "Rien n’est dû", "", "", "", "OK", "vu", "THEO LEGRAND", "2026-11-23"},
			},
			lines:    []string{"A2 left not-run", "A3 record"},
			recorded: []string{"SC-0002@nord by Théo Legrand on 2026-11-23: passed 1=passed 2=passed(vu)"},
		},
		"why nothing was played, by nobody": {
			rows:  [][]string{head, {"sc-0001", "", "", "", "", "Non exécuté", "pas le temps", "", ""}},
			lines: []string{"A2 conflict no-tester"},
		},
		"a row a step, the scenario named once": {
			rows: [][]string{
				head,
				{"SC-0001", "Le montant", "elle ouvre son espace", "", "", "OK", "", "Théo Legrand", ""},
				{"", "", "", "elle lit le montant dû.", "", "OK", "", "", ""},
				{"", "", "", "Et l’échéance est au 31 janvier", "le 1er", "NOK", "", "", ""},
				{"SC-0002", "", "Quand elle ouvre son espace", "", "", "", "", "Samira Haddad", ""},
				{"", "", "", "elle lit que rien n'est dû", "", "OK", "", "", ""},
			},
			lines: []string{"B1 left alien-title", "A2 record", "A3 record", "A4 record", "A6 record"},
			recorded: []string{
				"SC-0001 by Théo Legrand on : failed 1=passed 2=passed 3=passed 4=passed 5=failed(le 1er)",
				"SC-0002@nord by Samira Haddad on : passed 1=passed 2=passed",
			},
		},
		"what nobody knows": {
			rows: [][]string{
				append(slices.Clone(head), "Lot"),
				{"SC-0009", "", "", "", "", "OK", "", "Théo Legrand", "", "L1"},
				{"SC-0001", "", "autre chose", "", "", "OK", "", "Théo Legrand", ""},
				{"", "", "elle ouvre son espace", "", "", "OK", "", "", ""},
				{"SC-0002", "", "", "", "", "bof", "", "Théo Legrand", ""},
			},
			lines: []string{
				"J1 left column", "A2 conflict unknown-case", "A3 conflict unknown-step", "A4 held",
				"F5 conflict bad-verdict",
			},
		},
		"a blocking says its cause": {
			rows: [][]string{
				append(slices.Clone(head), "Cause", "Gravité"),
				{"SC-0002", "", "", "", "", "Bloqué", "", "Théo Legrand", "", ""},
				{"SC-0001", "", "", "", "", "Bloqué", "", "Théo Legrand", "", "Données"},
			},
			lines:    []string{"A2 conflict missing-cause", "A3 record"},
			recorded: []string{"SC-0001 by Théo Legrand on : blocked 1=blocked(data)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := against(t, sheetOf(t, tt.rows...), book(cahier.Executed))
			if d := cmp.Diff(tt.lines, said(&p)); d != "" {
				t.Errorf("lines (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.recorded, recorded(&p)); d != "" {
				t.Errorf("entries (-want +got):\n%s", d)
			}
		})
	}
	file, err := Open("x.xlsx", sheetOf(t, []string{"Nom", "Prénom"}, []string{"a", "b"}))
	if err != nil {
		t.Fatal(err)
	}
	now := book(cahier.Executed)
	if _, err := file.Against(stand(&now)); !errors.Is(err, ErrLayout) {
		t.Errorf("another sheet: error = %v, want ErrLayout", err)
	}
}

// FuzzUsualLayout: whatever the cells of a sheet say, each is read without a fault, and what is to be recorded keeps
// the rules of the kernel.
func FuzzUsualLayout(f *testing.F) {
	f.Add("N°", "Statut", "Résultat obtenu", "SC-0001", "KO", "345 €")
	f.Add("Scénario", "OK/KO", "Testé par", "Rien n’est dû", "OK", "Théo Legrand")
	f.Add("ID", "Verdict", "N° étape", "SC-0002", "bloqué", "2")
	f.Fuzz(func(t *testing.T, h1, h2, h3, c1, c2, c3 string) {
		data := sheetOf(t, []string{h1, h2, h3, "Testeur"}, []string{c1, c2, c3, "Théo Legrand"},
			[]string{"", c2, c1, ""})
		file, err := Open("x.xlsx", data)
		if err != nil {
			return
		}
		now := book(cahier.Executed)
		p, err := file.Against(stand(&now))
		if err != nil && !errors.Is(err, ErrLayout) {
			t.Fatal(err)
		}
		for i := range p.Entries {
			for _, o := range p.Entries[i].Steps {
				if code := flaw(&o); code != "" {
					t.Fatalf("step %d breaks a rule: %s", o.Step+1, code)
				}
			}
		}
	})
}
