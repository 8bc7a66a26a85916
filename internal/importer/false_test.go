package importer

import (
	"bytes"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"recette/reports/cahier"
)

// worked makes a workbook in the usual layout, and lets change it.
func worked(t testing.TB, data []byte, change func(*excelize.File) error) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err == nil {
		err = change(f)
	}
	if err != nil {
		t.Fatal(err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Results of a cahier that was made before the campaign went on with another build are of the build before.
func TestAgainst_AnotherIteration(t *testing.T) {
	data := filled(t, map[string]string{"front 14": "Théo Legrand", "verdict 7": "OK", "verdict 9": "OK"})
	for name, change := range map[string]func(*cahier.Cahier){
		"another manifest": func(c *cahier.Cahier) { c.Reference.Manifest = "ab" },
		"a second one, of a plan that was not frozen": func(c *cahier.Cahier) {
			c.Iteration = 2
		},
	} {
		now := book(cahier.Executed)
		change(&now)
		file, err := Open("c.xlsx", data)
		if err != nil {
			t.Fatal(err)
		}
		if name == "another manifest" {
			file.bound.Manifest = "cd"
		}
		p, err := file.Against(stand(&now))
		want := []string{"A7 conflict other-iteration", "A9 conflict other-iteration"}
		if d := cmp.Diff(want, said(&p)); d != "" || err != nil || len(p.Entries) > 0 {
			t.Errorf("%s: %d entries, %v, lines (-want +got):\n%s", name, len(p.Entries), err, d)
		}
	}
	now := book(cahier.Executed)
	now.Environment.Build = "101"
	p := against(t, data, now)
	if d := cmp.Diff([]string{"A7 conflict other-build", "A9 conflict other-build"}, said(&p)); d != "" {
		t.Errorf("another build: lines (-want +got):\n%s", d)
	}
}

// What holds for the whole cahier is found by what it is, wherever it stands, and is taken or refused.
func TestAgainst_TheFrontOfACahier(t *testing.T) {
	whole := map[string]string{"front 14": "Théo Legrand", "front 15": "23/11/2026", "verdict 9": "OK"}
	with := func(more map[string]string) map[string]string {
		out := map[string]string{}
		for _, m := range []map[string]string{whole, more} {
			maps.Copy(out, m)
		}
		return out
	}
	for name, tt := range map[string]struct {
		cells  map[string]string
		change func(*excelize.File) error
		lines  []string
	}{
		"a formula": {
			cells: with(map[string]string{"front 14": `="Théo "&"Legrand"`}),
			lines: []string{"C14 conflict formula", "A9 held"},
		},
		"no day": {
			cells: with(map[string]string{"front 15": "hier"}),
			lines: []string{"C15 conflict bad-day", "A9 held"},
		},
		"a day to come": {
			cells: with(map[string]string{"front 15": "02/12/2026"}),
			lines: []string{"C15 conflict future-day", "A9 held"},
		},
		"a day before": {
			cells: with(map[string]string{"front 15": "01/11/2026"}),
			lines: []string{"C15 conflict day-before", "A9 held"},
		},
		"a text elsewhere": {
			cells:  whole,
			change: func(f *excelize.File) error { return f.SetCellStr(f.GetSheetName(0), "E3", "à voir") },
			lines:  []string{"A3 conflict changed", "A9 record"},
		},
		"a text in an empty row": {
			cells:  whole,
			change: func(f *excelize.File) error { return f.SetCellStr(f.GetSheetName(0), "B200", "à voir") },
			lines:  []string{"B200 conflict stray", "A9 record"},
		},
		"a text beside": {
			cells:  whole,
			change: func(f *excelize.File) error { return f.SetCellStr(f.GetSheetName(0), "D14", "ou Samira") },
			lines:  []string{"D14 conflict stray", "A9 held"},
		},
		"moved to the end": {
			cells:  whole,
			change: func(f *excelize.File) error { return f.MoveSheet(f.GetSheetName(0), "_recette") },
			lines:  []string{"A9 record"},
		},
		"a row above": {
			cells:  whole,
			change: func(f *excelize.File) error { return f.InsertRows(f.GetSheetName(0), 2, 3) },
			lines:  []string{"A9 record"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			data := filled(t, tt.cells)
			if tt.change != nil {
				data = worked(t, data, tt.change)
			}
			p := against(t, data, book(cahier.Executed))
			if d := cmp.Diff(tt.lines, said(&p)); d != "" {
				t.Errorf("lines (-want +got):\n%s", d)
			}
			for _, e := range p.Entries {
				if e.Tester != "Théo Legrand" || e.Day != "2026-11-23" {
					t.Errorf("recorded by %s on %s", e.Tester, e.Day)
				}
			}
		})
	}
}

// Two results of one case in two places of a file: nobody can tell which holds.
func TestAgainst_TwoPlaces(t *testing.T) {
	data := worked(t, filled(t, map[string]string{
		"front 14": "Théo Legrand", "verdict 9": "KO", "observed 9": "3 €",
	}), func(f *excelize.File) error {
		name := f.GetSheetName(1)
		to, err := f.NewSheet("Copie")
		if err == nil {
			from, _ := f.GetSheetIndex(name)
			err = f.CopySheet(from, to)
		}
		if err == nil {
			err = f.SetCellStr("Copie", "E9", "OK")
		}
		return err
	})
	p := against(t, data, book(cahier.Executed))
	if d := cmp.Diff([]string{"A9 held", "A9 conflict twice"}, said(&p)); d != "" || len(p.Entries) > 0 {
		t.Errorf("%d entries, lines (-want +got):\n%s", len(p.Entries), d)
	}

	head := []string{"ID", "Scénario", "Étape", "Statut", "Testé par", "Résultat obtenu"}
	rows := [][]string{
		head,
		{"SC-0002", "", "", "KO", "Théo Legrand", "3 €"},
		{"SC-0001", "", "", "OK", "Théo Legrand"},
		{"SC-0002", "", "", "OK", "Théo Legrand"},
	}
	p = against(t, sheetOf(t, rows...), book(cahier.Executed))
	if d := cmp.Diff([]string{"A2 held", "A3 record", "A4 conflict twice-case"}, said(&p)); d != "" {
		t.Errorf("lower in the sheet: lines (-want +got):\n%s", d)
	}
	data = worked(t, sheetOf(t, rows[:2]...), func(f *excelize.File) error {
		_, err := f.NewSheet("Jour 2")
		for r, row := range [][]string{head, rows[3]} {
			for c, text := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if err == nil {
					err = f.SetCellStr("Jour 2", cell, text)
				}
			}
		}
		return err
	})
	p = against(t, data, book(cahier.Executed))
	if d := cmp.Diff([]string{"A2 held", "A2 conflict twice-case"}, said(&p)); d != "" {
		t.Errorf("on another day: lines (-want +got):\n%s", d)
	}
}

// TestAgainst_UsualLayout_RecordsWhatItSays: no row is made to say what it does not.
func TestAgainst_UsualLayout_RecordsWhatItSays(t *testing.T) {
	ranked := []string{"ID", "Cas de test", "N° étape", "Statut", "Testé par"}
	stepped := []string{"ID", "Étape", "Résultat attendu", "Statut", "Testé par"}
	theo := "Théo Legrand"
	for name, tt := range map[string]struct {
		rows     [][]string
		merges   [][2]string
		now      func(*cahier.Cahier)
		lines    []string
		recorded []string
	}{
		"a step is not its scenario": {
			rows:     [][]string{ranked, {"SC-0001", "", "3", "OK", theo}, {"", "", "4"}, {"", "", "5"}},
			lines:    []string{"A2 record"},
			recorded: []string{"SC-0001 by Théo Legrand on : not_run 1=passed 2=passed 3=passed"},
		},
		"alone, a step is one": {
			rows:     [][]string{stepped, {"SC-0001", "", "elle lit le montant dû", "OK", theo}},
			lines:    []string{"A2 record"},
			recorded: []string{"SC-0001 by Théo Legrand on : not_run 1=passed 2=passed 3=passed 4=passed"},
		},
		"a scenario with all its texts is one": {
			rows: [][]string{
				stepped,
				{
					"SC-0001", "1. elle ouvre son espace", "- elle lit le montant dû\n- l'échéance est au 31 janvier",
					"OK", theo,
				},
			},
			lines:    []string{"A2 record"},
			recorded: []string{"SC-0001 by Théo Legrand on : passed 1=passed 2=passed 3=passed 4=passed 5=passed"},
		},
		"steps in a column that nobody knows": {
			rows: [][]string{
				{"ID", "Geste", "Statut", "Testé par"},
				{"SC-0001", "elle ouvre son espace", "OK", theo},
				{"", "elle lit le montant dû"},
			},
			lines: []string{"B1 left column", "A2 conflict which-row"},
		},
		"a step alone in a column that nobody knows": {
			rows:  [][]string{{"ID", "Geste", "Statut", "Testé par"}, {"SC-0001", "elle ouvre son espace", "OK", theo}},
			lines: []string{"B1 left column", "A2 conflict which-row"},
		},
		"the number of an anomaly names no scenario": {
			rows: [][]string{
				{"N° anomalie", "Scénario", "Statut", "Testé par"}, {"12", "Rien n'est dû", "OK", theo},
			},
			lines:    []string{"A1 left column", "A2 record"},
			recorded: []string{"SC-0002@nord by Théo Legrand on : passed 1=passed 2=passed"},
		},
		"a rank does not give a text back": {
			rows: [][]string{
				{"ID", "N° étape", "Résultat attendu", "Statut", "Testé par"},
				{"SC-0001", "4", "elle lit le montant payé", "OK", theo},
				{"", "5", "l'échéance est au 31 janvier", "OK", theo},
			},
			lines: []string{"A2 conflict unknown-step", "A3 held"},
		},
		"ranks that count the Contexte or not": {
			rows:  [][]string{ranked, {"SC-0001", "", "1", "OK", theo}, {"", "", "2", "OK", theo}},
			lines: []string{"A2 conflict unknown-rank", "A3 conflict unknown-rank"},
		},
		"the steps of a Contexte have their rows": {
			rows: [][]string{
				stepped,
				{"SC-0001", "Soit une base vide", "", "OK", theo},
				{"", "un trésorier connecté"},
				{"", "elle ouvre son espace"},
			},
			lines:    []string{"A2 record"},
			recorded: []string{"SC-0001 by Théo Legrand on : not_run 1=passed"},
		},
		"another version, another place": {
			rows: [][]string{
				{"ID", "Statut", "Testé par", "Version testée", "Environnement"},
				{"SC-0001", "OK", theo, "99", ""},
				{"SC-0002", "OK", theo, "V100", "intégration"},
			},
			lines: []string{"A2 conflict other-build", "A3 conflict other-environment"},
		},
		"the version, the place": {
			rows: [][]string{
				{"ID", "Statut", "Testé par", "Version testée", "Environnement"},
				{"SC-0002", "OK", theo, "v100", "Poste"},
			},
			lines:    []string{"A2 record"},
			recorded: []string{"SC-0002@nord by Théo Legrand on : passed 1=passed 2=passed"},
		},
		"a version above the head": {
			rows: [][]string{
				{"Cahier de tests"}, {"Version testée :", "99"}, {"ID", "Statut", "Testé par"}, {"SC-0002", "OK", theo},
			},
			lines: []string{"A1 left above", "B2 conflict other-build", "A4 held"},
		},
		"the same version above the head": {
			rows: [][]string{
				{"Version testée : 100"},
				{"Environnement", "poste"},
				{"ID", "Statut", "Testé par"},
				{"SC-0002", "OK", theo},
			},
			lines:    []string{"A4 record"},
			recorded: []string{"SC-0002@nord by Théo Legrand on : passed 1=passed 2=passed"},
		},
		"a verdict over the rows of a scenario": {
			rows: [][]string{
				stepped,
				{"SC-0001", "elle ouvre son espace", "", "OK", theo},
				{"", "", "elle lit le montant dû"},
				{"", "", "l'échéance est au 31 janvier"},
			},
			merges:   [][2]string{{"A2", "A4"}, {"D2", "D4"}, {"E2", "E4"}},
			lines:    []string{"A2 record"},
			recorded: []string{"SC-0001 by Théo Legrand on : passed 1=passed 2=passed 3=passed 4=passed 5=passed"},
		},
		"a verdict over some rows": {
			rows: [][]string{
				stepped,
				{"SC-0001", "elle ouvre son espace", "", "OK", theo},
				{"", "", "elle lit le montant dû"},
				{"", "", "l'échéance est au 31 janvier"},
			},
			merges:   [][2]string{{"D2", "D3"}},
			lines:    []string{"A2 record"},
			recorded: []string{"SC-0001 by Théo Legrand on : not_run 1=passed 2=passed 3=passed 4=passed"},
		},
		"a verdict over two scenarios": {
			rows:   [][]string{stepped, {"SC-0001", "", "", "OK", theo}, {"SC-0002"}},
			merges: [][2]string{{"D2", "D3"}},
			lines:  []string{"D2 conflict merged"},
		},
		"what was observed over rows that have each their verdict": {
			rows: [][]string{
				{"ID", "Étape", "Statut", "Testé par", "Résultat obtenu"},
				{"SC-0002", "elle ouvre son espace", "OK", theo, "3 €"},
				{"", "elle lit que rien n'est dû", "KO"},
			},
			merges: [][2]string{{"E2", "E3"}},
			lines:  []string{"E2 conflict merged", "A3 held"},
		},
		"the name of a scenario ends with its cells": {
			rows: [][]string{
				stepped,
				{"SC-0002", "elle ouvre son espace", "", "OK", theo},
				{"", "", "elle lit que rien n'est dû", "OK"},
				{"", "", "elle lit que rien n'est dû", "KO", theo},
			},
			merges:   [][2]string{{"A2", "A3"}},
			lines:    []string{"A2 record", "A3 record", "A4 conflict no-case"},
			recorded: []string{"SC-0002@nord by Théo Legrand on : passed 1=passed 2=passed"},
		},
		"two steps of one text": {
			now: func(c *cahier.Cahier) { c.Cases[0].Steps[2].Text = c.Cases[0].Steps[1].Text },
			rows: [][]string{
				{"ID", "Résultat attendu", "Statut", "Testé par", "Résultat obtenu"},
				{"SC-0001", "elle lit le montant dû", "", theo},
				{"", "elle lit le montant dû", "KO", theo, "345 €"},
			},
			lines:    []string{"A3 record"},
			recorded: []string{"SC-0001 by Théo Legrand on : failed 1=passed 2=passed 3=passed 5=failed(345 €)"},
		},
		"two steps of one text, one row": {
			now:   func(c *cahier.Cahier) { c.Cases[0].Steps[2].Text = c.Cases[0].Steps[1].Text },
			rows:  [][]string{stepped, {"SC-0001", "", "elle lit le montant dû", "OK", theo}},
			lines: []string{"A2 conflict several-steps"},
		},
		"what is planned is not what happened": {
			rows: [][]string{
				{"ID", "Date prévue", "Durée estimée", "Testeur prévu", "Statut anomalie", "Statut", "Testé par"},
				{"SC-0002", "24/11/2026", "30", "Samira Haddad", "Corrigée", "OK", theo},
			},
			lines: []string{
				"B1 left column", "C1 left column", "D1 left column", "E1 left column", "A2 record",
			},
			recorded: []string{"SC-0002@nord by Théo Legrand on : passed 1=passed 2=passed"},
		},
		"two columns of one thing": {
			rows: [][]string{
				{"ID", "Statut", "Testé par", "Date", "Date du test"}, {"SC-0002", "OK", theo, "", "23/11/2026"},
			},
			lines: []string{"E1 conflict two-columns", "E1 left column", "A2 held"},
		},
		"comments in two columns": {
			rows: [][]string{
				{"ID", "Statut", "Testé par", "Commentaire testeur", "Observations"},
				{"SC-0002", "OK", theo, "lent", "ton sec"},
			},
			lines:    []string{"A2 record"},
			recorded: []string{"SC-0002@nord by Théo Legrand on : passed 1=passed 2=passed(lent\nton sec)"},
		},
		"a day to come, a day before": {
			rows: [][]string{
				{"ID", "Statut", "Testé par", "Date"},
				{"SC-0001", "OK", theo, "02/12/2026"},
				{"SC-0002", "OK", theo, "01/11/2026"},
			},
			lines: []string{"A2 conflict future-day", "A3 conflict day-before"},
		},
		"an identifier of one, a title of another": {
			rows:  [][]string{{"ID", "Scénario", "Statut", "Testé par"}, {"SC-0001", "Rien n'est dû", "OK", theo}},
			lines: []string{"A2 conflict two-cases"},
		},
		"a head in the middle": {
			rows: [][]string{
				stepped,
				{"SC-0002", "elle ouvre son espace", "", "OK", theo},
				stepped,
				{"", "", "elle lit que rien n'est dû", "OK"},
			},
			lines:    []string{"A2 record", "A4 record"},
			recorded: []string{"SC-0002@nord by Théo Legrand on : passed 1=passed 2=passed"},
		},
		"a failure over several expected results": {
			rows: [][]string{
				{"ID", "Résultat attendu", "Statut", "Testé par", "Résultat obtenu"},
				{"SC-0001", "elle lit le montant dû\nl'échéance est au 31 janvier", "KO", theo, "345 €"},
			},
			lines: []string{"A2 conflict which-step"},
		},
		"who and when, and no verdict": {
			rows: [][]string{
				{"ID", "Statut", "Testé par", "Date"}, {"SC-0001", "", theo, "23/11/2026"}, {"SC-0002", "OK", theo},
			},
			lines:    []string{"A2 left not-played", "A3 record"},
			recorded: []string{"SC-0002@nord by Théo Legrand on : passed 1=passed 2=passed"},
		},
		"a word in a column without a title, a word below": {
			rows: [][]string{
				{"ID", "Statut", "Testé par"}, {"SC-0002", "OK", theo, "", "en fait KO"}, {"SC-0001 finalement KO"},
			},
			lines:    []string{"E1 left column", "A2 record", "A3 left row-foreign"},
			recorded: []string{"SC-0002@nord by Théo Legrand on : passed 1=passed 2=passed"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			data := sheetOf(t, tt.rows...)
			if len(tt.merges) > 0 {
				data = worked(t, data, func(f *excelize.File) error {
					for _, m := range tt.merges {
						if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
							return err
						}
					}
					return nil
				})
			}
			now := book(cahier.Executed)
			if tt.now != nil {
				tt.now(&now)
			}
			p := against(t, data, now)
			if d := cmp.Diff(tt.lines, said(&p)); d != "" {
				t.Errorf("lines (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.recorded, recorded(&p)); d != "" {
				t.Errorf("entries (-want +got):\n%s", d)
			}
		})
	}
}

// What stands beside the cells is noted.
func TestAgainst_NotesWhatStandsBesideTheCells(t *testing.T) {
	comment := func(sheet string) func(*excelize.File) error {
		return func(f *excelize.File) error {
			if sheet == "" {
				sheet = f.GetSheetName(1)
			}
			return f.AddComment(sheet, excelize.Comment{Cell: "E9", Text: "en fait KO"})
		}
	}
	ours := filled(t, map[string]string{"front 14": "Théo Legrand", "verdict 9": "OK"})
	p := against(t, worked(t, ours, comment("")), book(cahier.Executed))
	if d := cmp.Diff([]string{"A9 record", "E9 left cell-note"}, said(&p)); d != "" {
		t.Errorf("our workbook: lines (-want +got):\n%s", d)
	}
	theirs := sheetOf(t, []string{"ID", "Statut", "Testé par"}, []string{"SC-0002", "OK", "Théo Legrand"})
	p = against(t, worked(t, theirs, comment("Sheet1")), book(cahier.Executed))
	if d := cmp.Diff([]string{"A2 record", "E9 left cell-note"}, said(&p)); d != "" {
		t.Errorf("the usual layout: lines (-want +got):\n%s", d)
	}
}
