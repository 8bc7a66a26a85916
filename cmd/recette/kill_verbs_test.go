package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// verbKills is how often each verb is killed.
const verbKills = 10

// TestKill_Verbs kills the verbs that record much at once, at random moments: a campaign that opens, one that goes on
// with another build, a cahier that is imported, a person who is erased. After each kill the log verifies, and what was
// asked is there once or not at all; asked for again, it ends, and is there once.
func TestKill_Verbs(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: kills the real binary many times")
	}
	t.Parallel()
	t.Run("open", func(t *testing.T) {
		t.Parallel()
		p := newProduct(t, "manuel")
		p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
		plan := p.read(t, "plans/demo.yaml")
		p.rounds(seeded(t), func(n int, kill func(...string)) {
			id := fmt.Sprint("ouverte-", n)
			p.write("plans/"+id+".yaml", strings.Replace(plan, "name: demo", "name: "+id, 1))
			open := []string{"campaign", "open", id, "--as", "Paule Petit"}
			kill(open...)
			if opened := p.leaves("campaign.open", id); opened == 0 {
				p.run(0, open...)
			} else if opened > 1 {
				t.Errorf("%s is opened %d times", id, opened)
			}
			p.run(0, "campaign", "status", id)
			if opened := p.leaves("campaign.open", id); opened != 1 {
				t.Errorf("%s is opened %d times in the end", id, opened)
			}
		})
	})
	t.Run("iterate", func(t *testing.T) {
		t.Parallel()
		p := newProduct(t, "manuel")
		p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
		p.rounds(seeded(t), func(n int, kill func(...string)) {
			iterate := []string{"campaign", "iterate", "demo", "--build", fmt.Sprint(200 + n), "--as", "Paule Petit"}
			kill(iterate...)
			switch begun := p.leaves("campaign.iterate", "demo"); begun {
			case n + 1:
				p.run(7, iterate...) // nothing changes
			case n:
				p.run(0, iterate...)
			default:
				t.Errorf("%d iterations began, want %d or %d", begun, n, n+1)
			}
		})
		if begun := p.leaves("campaign.iterate", "demo"); begun != verbKills {
			t.Errorf("%d iterations began in the end, want %d", begun, verbKills)
		}
	})
	t.Run("import", func(t *testing.T) {
		t.Parallel()
		const cases = 30
		p := newProduct(t, "manuel")
		p.writeFeature("cotisation", manualFeature(cases, 4))
		p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
		p.rounds(seeded(t), func(n int, kill func(...string)) {
			if n > 0 { // all is to be played again
				p.run(0, "campaign", "iterate", "demo", "--build", fmt.Sprint(300+n), "--as", "Paule Petit")
			}
			var rows strings.Builder
			rows.WriteString("ID;Fonction testée;Statut OK/KO;Commentaires;Testé par\n")
			for c := range cases {
				fmt.Fprintf(&rows, "SC-%04d;Cas %d;OK;tour %d;Théo Legrand\n", c+1, c+1, n)
			}
			p.write("tests.csv", rows.String())
			take := []string{"import", "tests.csv", "--as", "Samira Haddad"}
			kill(take...)
			p.run(0, take...)
			p.run(0, take...)
			for id, closed := range p.record("demo").closed {
				if closed != n+1 {
					t.Errorf("%s has %d results after %d imports", id, closed, n+1)
				}
			}
		})
	})
	t.Run("erase", func(t *testing.T) {
		t.Parallel()
		p := newProduct(t, "manuel")
		p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
		p.rounds(seeded(t), func(n int, kill func(...string)) {
			name := "Nadia Mandille" + strings.Repeat("i", n)
			p.run(0, "user", "add", name, "--role", "tester", "--reason", "arrivée", "--as", "Paule Petit")
			seen := "vu par " + name
			p.run(0, "anomaly", "add", "demo", "--as", "Paule Petit", "--severity", "mineure", "--summary", seen)
			p.run(0, "user", "revoke", name, "--reason", "départ", "--as", "Paule Petit")
			erase := []string{"person", "erase", name, "--as", "Paule Petit", "--reason", "demande écrite", "--force"}
			kill(erase...)
			if strings.Contains(p.run(0, "journal", "export"), name) {
				p.run(0, erase...)
			} else {
				p.run(2, erase...) // nobody is called so any more
			}
			if strings.Contains(p.run(0, "journal", "export"), name) {
				t.Errorf("%s is erased, and the record names them", name)
			}
		})
	})
}

// rounds has something done again and again, with a way to kill it: at a moment of its life, which the first time
// tells, for the next rounds to fall anywhere in it. The log verifies after each.
func (p *product) rounds(random *rand.Rand, round func(n int, kill func(args ...string))) {
	p.t.Helper()
	lasts, died := time.Minute, 0 // the first one is left alone
	for n := range verbKills {
		round(n, func(args ...string) {
			p.t.Helper()
			cmd := p.command(args...)
			began := time.Now()
			if err := cmd.Start(); err != nil {
				p.t.Fatal(err)
			}
			after := lasts
			if n > 0 {
				after = time.Duration(random.Int64N(int64(lasts)))
			}
			timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
			err := cmd.Wait()
			timer.Stop()
			if wasKilled(err) {
				died++
			} else if err != nil {
				p.t.Fatalf("%v: %v", args, err)
			} else {
				lasts = time.Since(began)
			}
			p.run(0, "journal", "verify")
		})
	}
	if died == 0 {
		p.t.Error("nothing was killed")
	}
	p.t.Logf("%d of %d were killed", died, verbKills)
}

// leaves counts the leaves of a kind in a campaign.
func (p *product) leaves(kind, campaign string) (n int) {
	p.t.Helper()
	out, err := p.command("journal", "export").Output()
	if err != nil {
		p.t.Fatalf("journal export: %v", err)
	}
	for line := range bytes.Lines(out) {
		var entry struct {
			Type string
			Leaf struct{ Kind, Campaign string }
		}
		if err := json.Unmarshal(line, &entry); err != nil {
			p.t.Fatalf("export: %v", err)
		}
		if entry.Type == "leaf" && entry.Leaf.Kind == kind && entry.Leaf.Campaign == campaign {
			n++
		}
	}
	return n
}

func (p *product) write(name, text string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}
