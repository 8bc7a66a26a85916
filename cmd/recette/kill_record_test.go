package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// exported is what the journal's export says, read by rules of its own: it shares no code with the writer.
type exported struct {
	steps    map[step]int      // verdicts of each step
	observed map[attempted]int // verdicts of each step in each attempt
	comments map[string][]step // steps by each line of the comment of their verdict
	drafts   map[string][]step // steps by each line of what was kept of them before their verdict
	closed   map[string]int    // closed conforming results of each case
	attempts map[step]int      // closing leaves of each attempt
	latest   string            // case of the last observation
	open     bool              // its attempt is open
	order    []string          // cases, in the order of the campaign
}

// attempted is a step in one attempt of its case.
type attempted struct {
	step
	attempt int
}

// next is the first step without a verdict, in the order of the campaign: that of the open attempt, else the first of
// the next case.
func (e *exported) next() step {
	if e.open {
		n := 1
		for e.steps[step{e.latest, n}] > 0 {
			n++
		}
		return step{e.latest, n}
	}
	for _, id := range e.order {
		if e.closed[id] == 0 {
			return step{id, 1}
		}
	}
	return step{}
}

// record reads the export of the manual session's campaign.
func (s *manualSession) record() *exported { return s.product.record("demo") }

// record reads what the journal holds of a campaign.
func (p *product) record(campaign string) *exported {
	p.t.Helper()
	cmd := p.command("journal", "export")
	out, err := cmd.Output()
	if err != nil {
		p.t.Fatalf("journal export: %v", err)
	}
	e := &exported{
		steps: map[step]int{}, comments: map[string][]step{}, drafts: map[string][]step{}, closed: map[string]int{},
		attempts: map[step]int{}, observed: map[attempted]int{},
	}
	judged, kept := map[string][]step{}, map[string][]step{} // by commitment of the comment
	for line := range bytes.Lines(out) {
		var entry struct {
			Type string
			Leaf struct {
				Campaign string
				Kind     string
				Result   struct {
					Case    string
					Attempt int
					Closed  bool
					Verdict string
					Steps   []struct {
						Step    int
						Verdict string
						Comment string
					}
				}
			}
			Commitment string
			Value      string
			Data       []byte
		}
		if err := json.Unmarshal(line, &entry); err != nil {
			p.t.Fatalf("export: %v: %s", err, line)
		}
		r := &entry.Leaf.Result
		switch {
		case entry.Type == "leaf" && entry.Leaf.Kind == "result" && entry.Leaf.Campaign == campaign:
			for _, o := range r.Steps {
				at := step{r.Case, o.Step + 1}
				if o.Verdict == "not_run" { // what was given before the verdict
					kept[o.Comment] = append(kept[o.Comment], at)
					continue
				}
				e.steps[at]++
				e.observed[attempted{at, r.Attempt}]++
				judged[o.Comment] = append(judged[o.Comment], at)
			}
			e.latest, e.open = r.Case, !r.Closed
			if r.Closed {
				e.attempts[step{r.Case, r.Attempt}]++
			}
			if r.Closed && r.Verdict == "passed" {
				e.closed[r.Case]++
			}
		case entry.Type == "text":
			for said := range strings.SplitSeq(entry.Value, "\n") {
				e.comments[said] = append(e.comments[said], judged[entry.Commitment]...)
				e.drafts[said] = append(e.drafts[said], kept[entry.Commitment]...)
			}
		case entry.Type == "document":
			var manifest struct{ Cases []struct{ ID string } }
			if err := json.Unmarshal(entry.Data, &manifest); err != nil {
				p.t.Fatalf("manifest: %v", err)
			}
			for _, c := range manifest.Cases {
				e.order = append(e.order, c.ID)
			}
		}
	}
	return e
}

// writeFeature replaces a feature of the project.
func (p *product) writeFeature(name, text string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.dir, "features", name+".feature"), []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// manualFeature has cases of so many outcome steps, all for a person.
func manualFeature(cases, steps int) string {
	var b strings.Builder
	b.WriteString("# language: fr\n@US-1\nFonctionnalité: Longue séance\n")
	for c := range cases {
		fmt.Fprintf(&b, "\n  @SC-%04d @parcours:cotisation @critique @manuel\n  Scénario: Cas %d\n", c+1, c+1)
		for s := range steps {
			keyword := "Et"
			if s == 0 {
				keyword = "Alors"
			}
			fmt.Fprintf(&b, "    %s le résultat %d est vu\n", keyword, s+1)
		}
	}
	return b.String()
}

// automatedFeature has cases of three quick steps, all for a worker.
func automatedFeature(cases int) string {
	var b strings.Builder
	b.WriteString("# language: fr\n@US-1\nFonctionnalité: Long run\n")
	for c := range cases {
		first := ""
		if c == 0 {
			first = " @premier"
		}
		fmt.Fprintf(&b, "\n  @SC-%04d @parcours:compte @critique%s\n  Scénario: Cas %d\n", c+1, first, c+1)
		fmt.Fprintf(&b, "    Soit un compteur\n    Quand j'ajoute %d\n    Alors il vaut %d\n", c, c)
	}
	return b.String()
}

const automatedPlan = `name: demo
title: Recette du compteur
version: "1"
release: {version: "1.0", build: "100", delivered_at: "2026-11-20"}
environment: poste
journeys:
  - {code: compte, title: Compte, owner: Odile Roux, critical: true}
participants:
  - {name: Paule Petit, role: ppo, entity: National}
  - {name: Odile Roux, role: po, entity: National}
  - {name: Samira Haddad, role: qa, entity: National}
client: {name: Confédération, representative: Odile Roux, title: PO}
supplier: {name: Prestataire, lot: "1"}
`

// admit adds testers to a file that lists who takes part.
func (p *product) admit(file string, names ...string) {
	p.t.Helper()
	path := filepath.Join(p.dir, filepath.FromSlash(file))
	text, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	const heading = "participants:\n"
	added := heading
	for _, name := range names {
		added += fmt.Sprintf("  - {name: %s, role: tester, entity: National}\n", name)
	}
	if err := os.WriteFile(path, bytes.Replace(text, []byte(heading), []byte(added), 1), 0o644); err != nil {
		p.t.Fatal(err)
	}
}
