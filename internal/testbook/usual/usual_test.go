package usual

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/reports/cahier"
	"recette/reports/page"
)

func texts(t *testing.T, language string) page.Texts {
	t.Helper()
	m := map[string]string{}
	for _, domain := range []string{"reports", "cahier"} {
		data, err := os.ReadFile("../../i18n/texts/" + domain + "." + language + ".txt")
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

func played(language string) cahier.Cahier {
	day := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	return cahier.Cahier{
		Schema: cahier.Schema, Kind: cahier.Executed, Language: language, Campaign: "demo", IssuedAt: day,
		Environment: cahier.Environment{Build: "=rc2"}, Iteration: 2,
		Contexts: []cahier.Context{{
			Number: "C1", Steps: []cahier.Step{{Number: 1, Keyword: "Soit", Text: "une base"}},
		}},
		Cases: []cahier.Case{
			{
				ID: "SC-0001", Name: "=1+1", Aim: "+33", DataSets: []string{"-JDD"}, Context: "C1", Prior: 1,
				Attempt: 1, Verdict: "failed", Freshness: "stale_text", Tester: "@theo", EndedAt: &day,
				Anomalies: []string{"ANO-0001"}, Row: []cahier.Value{{Name: "=montant", Text: "12"}},
				Contested: &cahier.Objection{},
				Amended:   []cahier.Objection{{Reason: "vu", By: "Théo", At: &day, Verdict: "passed"}},
				Steps: []cahier.Step{
					{
						Number: 2, Keyword: "Quand", Text: "elle ouvre", Table: [][]string{{"a", "b"}},
						Seen: cahier.Seen{Comment: "=cmd|' /C calc'!A0"},
					},
					{
						Number: 3, Keyword: "Alors", Type: "outcome", Text: "elle lit",
						Seen: cahier.Seen{Observed: "\t=345"},
					},
				},
			},
			{
				ID: "SC-0002", Name: "Rien", Verdict: "blocked", Attempt: 1, Freshness: "fresh", Steps: []cahier.Step{
					{Number: 1, Text: "elle ouvre", Seen: cahier.Seen{Cause: "data", Comment: "x"}},
					{Number: 2, Text: "elle ferme", Seen: cahier.Seen{Comment: "y"}},
				},
			},
		},
	}
}

// The eleven columns say what is frozen and what was found, a verdict that does not stand as it is included, and no
// cell is one that a spreadsheet computes.
func TestCSV(t *testing.T) {
	t.Parallel()
	nb := "\u00a0"
	for language, want := range map[string][][]string{
		"fr": {
			{
				"Cahier" + nb + ": exécuté", "Version testée" + nb + ": =rc2", "Itération" + nb + ": 2",
				"Campagne" + nb + ": demo", "", "", "", "", "", "", "",
			},
			{
				"ID", "Fonction testée", "Objectif", "Données d’entrée", "Étapes", "Résultat attendu",
				"Résultat obtenu", "Statut OK/KO", "Commentaires", "Testé par", "Date",
			},
			{
				"SC-0001", "'=1+1", "'+33", "'-JDD\n=montant" + nb + ": 12\npas 2" + nb + ": a | b",
				"1. Soit une base\n2. Quand elle ouvre", "3. Alors elle lit", "'\t=345",
				"KO – périmé" + nb + ": texte modifié, contesté, rectifié",
				"'=cmd|' /C calc'!A0\nANO-0001\nrectifié le 23/11/2026 09:00" + nb + "(UTC) par Théo" + nb +
					": vu (était conforme)",
				"'@theo",
				"23/11/2026",
			},
			{
				"SC-0002", "Rien", "", "", "1. elle ouvre\n2. elle ferme", "", "", "Bloqué" + nb + ": donnée",
				"pas 1" + nb + ": x\npas 2" + nb + ": y", "", "",
			},
		},
		"en": {
			{
				"Test book: executed", "Build: =rc2", "Iteration: 2", "Campaign: demo", "", "", "", "", "", "", "",
			},
			{
				"ID", "Test case", "Purpose", "Input data", "Steps", "Expected result", "Actual result", "Status",
				"Comments", "Tested by", "Date",
			},
			{
				"SC-0001", "'=1+1", "'+33", "'-JDD\n=montant: 12\nstep 2: a | b",
				"1. Soit une base\n2. Quand elle ouvre", "3. Alors elle lit", "'\t=345",
				"KO – stale: text changed, contested, corrected",
				"'=cmd|' /C calc'!A0\nANO-0001\ncorrected on 23 Nov 2026 09:00" + nb +
					"(UTC) by Théo: vu (was conform)",
				"'@theo",
				"23 Nov 2026",
			},
			{
				"SC-0002", "Rien", "", "", "1. elle ouvre\n2. elle ferme", "", "", "Blocked: data",
				"step 1: x\nstep 2: y", "", "",
			},
		},
	} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := CSV(&out, played(language), cahier.Options{Texts: texts(t, language)}); err != nil {
				t.Fatal(err)
			}
			r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte("\ufeff"))))
			if language == "fr" {
				r.Comma = ';'
			}
			got, err := r.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestXLSX_SameBytes(t *testing.T) {
	t.Parallel()
	var one, two bytes.Buffer
	for _, out := range []*bytes.Buffer{&one, &two} {
		if err := XLSX(out, played("fr"), cahier.Options{Texts: texts(t, "fr")}); err != nil {
			t.Fatal(err)
		}
	}
	if one.Len() == 0 || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same cahier gives other bytes")
	}
	var out bytes.Buffer
	for name, c := range map[string]cahier.Cahier{"another schema": {}, "no texts": {Schema: cahier.Schema}} {
		err := errors.Join(CSV(&out, c, cahier.Options{}), XLSX(&out, c, cahier.Options{}))
		if err == nil || out.Len() > 0 {
			t.Errorf("%s: %d bytes, %v", name, out.Len(), err)
		}
	}
}
