package bench

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"recette/internal/corpusgen"
	"recette/reports"
)

// day is the fixed instant of every document.
var day = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)

func hexSum(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// model makes the PV of n scenarios of ten steps, each with its text as tested, its leaf and its proof: what a campaign
// run by machines gives. Every text is its own, as when it is read from a journal.
func model(n int) reports.PV {
	o := corpus(n)
	pv := reports.PV{
		Schema: reports.Schema, Language: "fr", Producer: "recette", Number: "PV-2026-001-v1",
		Title: "Recette de la version 1.4", Nature: "metier", State: "to_sign", IssuedAt: day,
		Client: reports.Party{Name: "Confédération", Representative: "Ada Pelletier", Title: "PPO"},
		Reference: reports.Baseline{
			Campaign: "mesures", Plan: "plans/mesures.yaml", FrozenAt: day, Manifest: hexSum("manifest"),
		},
		Journeys: []reports.Journey{{Code: "mesures", Title: "Mesures", Critical: true, Verdict: "passed"}},
		Decision: reports.Decision{Decision: "accepted", By: "Paul Ouellet", At: &day},
		Signers: []reports.Signatory{
			{Role: "ppo", Name: "Ada Pelletier", Field: "PPO"}, {Role: "po", Name: "Paul Ouellet", Field: "PO"},
		},
		Journal: reports.Journal{
			Origin: "mesures", Size: int64(11 * n), Root: hexSum("root"), Checkpoint: "mesures\n1\nroot\n",
		},
	}
	pv.Figures = reports.Figures{InScope: n, Planned: n, Executed: n, Passed: n}
	pv.Auto, pv.Journeys[0].Figures = pv.Figures, pv.Figures
	for f := range o.Features {
		title := ""
		number := 0
		for block := range strings.SplitSeq(string(o.Feature(f)), "\n\n") {
			lines := strings.Split(strings.TrimRight(block, "\n"), "\n")
			if title == "" {
				title = after(lines[2], ": ")
				continue
			}
			pv.Cases = append(pv.Cases, oneCase(o, f, number, title, lines))
			number++
		}
	}
	for i := range pv.Cases {
		proof := make([]string, 14)
		for k := range proof {
			sum := sha256.Sum256([]byte{byte(i), byte(i >> 8), byte(k)})
			proof[k] = base64.StdEncoding.EncodeToString(sum[:])
		}
		raw := fmt.Sprintf(
			`{"actor":"p-1","attempt":1,"case":%q,"content":%q,"kind":"attempt.closed","seq":%d,"verdict":"passed"}`,
			pv.Cases[i].ID, pv.Cases[i].Content, 11*i,
		)
		pv.Journal.Leaves = append(pv.Journal.Leaves, reports.Leaf{Seq: int64(11 * i), Raw: []byte(raw), Proof: proof})
	}
	return pv
}

// oneCase reads a scenario of the generator, whose lines are tags, title and steps.
func oneCase(o corpusgen.Options, f, number int, title string, lines []string) reports.Case {
	source := strings.Join(lines, "\n") + "\n"
	c := reports.Case{
		ID: fmt.Sprintf("SC-%07d", f*o.Scenarios+number), Name: after(lines[1], ": "), Feature: title,
		Path: "features/" + corpusgen.Path(f), Line: 9 + 13*number, Story: fmt.Sprintf("US-%05d", f),
		Criteria: []string{fmt.Sprintf("CA-%05d.%d", f, number)}, Journey: "mesures", Critical: true,
		Content: hexSum(source), Presentation: hexSum(title), Source: source,
		Verdict: "passed", Freshness: "fresh", Mode: "auto", Attempt: 1, Attempts: 1,
		StartedAt: &day, EndedAt: &day, Leaves: []int64{int64(f)},
	}
	for i, line := range lines[2:] {
		keyword, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		c.Steps = append(c.Steps, reports.Step{
			Keyword: keyword, Type: []string{"context", "action", "outcome"}[min(i/3, 2)], Text: strings.Clone(text),
			Mode: "auto", Verdict: "passed", Outcome: "passed", At: &day, Micros: int64(100 + i),
		})
	}
	return c
}

func after(s, sep string) string {
	_, rest, _ := strings.Cut(s, sep)
	return strings.Clone(rest)
}
