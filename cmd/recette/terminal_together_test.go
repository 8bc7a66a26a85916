//go:build linux

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"
)

// six is a case of six steps with expected results at the fourth and at the sixth.
const six = `# language: fr
@US-1
Fonctionnalité: Cotisation
  En tant que trésorier
  Je veux lire le montant dû
  Afin de le régler à temps

  @SC-0001 @parcours:cotisation @critique @manuel @CA-1.1 @role:trésorier
  Scénario: Le montant dû s'affiche puis se règle
    Soit une entreprise de 12 salariés
    Et un trésorier connecté
    Quand il ouvre son espace
    Alors il lit le montant dû
    Quand il règle le montant dû
    Alors plus rien n'est dû
`

// sitSix begins a session on the case of six steps, the only one of its campaign.
func sitSix(t *testing.T, flags string) *sitting {
	t.Helper()
	s := shellIn(t, pty.Winsize{Rows: 40, Cols: 140}, "manuel")
	path := filepath.Join(s.dir, "features", "cotisation.feature")
	if err := os.WriteFile(path, []byte(six), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run("campaign", "open", "demo", "--as", "Paule Petit")
	s.then("recette test demo "+flags+" --as 'Théo Legrand'\r", "[c]onforme")
	return s
}

// rows gives the results that the journal holds: for each, the steps with their verdicts.
func (s *sitting) rows() []string {
	s.t.Helper()
	s.run("journal", "export", "--out", "journal.ndjson", "--force")
	data, err := os.ReadFile(filepath.Join(s.dir, "journal.ndjson"))
	if err != nil {
		s.t.Fatal(err)
	}
	var rows []string
	for line := range strings.Lines(string(data)) {
		var entry struct {
			Leaf struct {
				Result struct {
					Steps []struct {
						Step    int
						Mode    string
						Verdict string
						Us      int64
					}
				}
			}
		}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			s.t.Fatalf("%v: %s", err, line)
		}
		var steps []string
		for _, o := range entry.Leaf.Result.Steps {
			if o.Mode != "manual" {
				s.t.Errorf("step %d is %s", o.Step, o.Mode)
			}
			verdict := o.Verdict
			if o.Us > 0 {
				verdict += "!" // somebody took the time to judge it
			}
			steps = append(steps, verdict)
		}
		if len(steps) > 0 {
			rows = append(rows, strings.Join(steps, " "))
		}
	}
	return rows
}

func TestTerminal_TwoAnswersJudgeSixSteps(t *testing.T) {
	t.Parallel()
	for _, flags := range []string{"", "--plain"} {
		s := sitSix(t, flags)
		s.wait("Juger le pas 4 coche", 0)
		s.then("c\r", "Pas 6/6")
		s.wait("Enregistré : pas 1 à 3 faits, pas 4 conforme", 0)
		s.wait("Juger le pas 6 coche", 0)
		s.wait("[c]onforme", strings.LastIndex(s.text(), "Juger le pas 6"))
		s.then("c\r", "pret>")
		s.wait("Enregistré : pas 5 fait, pas 6 conforme", 0)
		want := []string{"passed passed passed passed!", "passed passed!"}
		if diff := cmp.Diff(want, s.rows()); diff != "" {
			t.Errorf("flags %q: results (-want +got):\n%s", flags, diff)
		}
	}
}

// A step that went wrong before the expected result is named, before the verdict or after it.
func TestTerminal_AnEarlierStepIsNamed(t *testing.T) {
	t.Parallel()
	for _, typed := range [][3]string{{"2\r", "Pas 2 :", "n\r"}, {"n\r", "À quel pas ? [4]", "2\r"}} {
		s := sitSix(t, "")
		s.then(typed[0], typed[1])
		s.then(typed[2], "Constaté")
		s.then("<\r", "conforme") // back: nothing is recorded
		if typed[0] == "2\r" {
			s.then("<\r", "[c]onforme")
		}
		s.then(typed[0], typed[1])
		s.then(typed[2], "Constaté")
		s.then("page blanche\r", "pret>")
		s.wait("Enregistré : pas 1 fait, pas 2 non conforme", 0)
		s.wait("Le cas s’arrête là : les pas qui suivent (4)", 0)
		want := []string{"passed failed! not_run not_run not_run not_run"}
		if diff := cmp.Diff(want, s.rows()); diff != "" {
			t.Errorf("%q: results (-want +got):\n%s", typed, diff)
		}
		if got := s.record("SC-0001")[1]; got.Observed != "page blanche" {
			t.Errorf("step 2 holds %+v", got)
		}
	}
}

// A session that dies before the verdict leaves no tick.
func TestTerminal_AKillBeforeTheVerdictTicksNothing(t *testing.T) {
	t.Parallel()
	s := sitSix(t, "")
	s.then("2\r", "Pas 2 :")
	s.then("+\r", "Commentaire")
	s.then("lent\r", "Commentaire conservé")
	s.wait("Pas 2 :", strings.LastIndex(s.text(), "conserv"))
	s.then("\x1a", "Stopped")
	s.then("kill -9 %1\r", "pret>")
	if diff := cmp.Diff([]string{"not_run"}, s.rows()); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	s.then("recette test demo --as 'Théo Legrand'\r", "Déjà noté sur ce pas : lent")
	s.wait("[c]onforme", strings.LastIndex(s.text(), "lent"))
	s.then("c\r", "Pas 6/6")
	s.then("q\r", "pret>")
	if got := s.record("SC-0001")[1]; got.Verdict != "passed" || got.Comment != "lent" {
		t.Errorf("step 2 holds %+v, want done with its comment", got)
	}
}

// The page for testers shows what a terminal shows.
func TestTerminal_ThePageForTesters(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "testeur.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(page), "```text\n")
	block, _, found := strings.Cut(block, "```")
	if !found {
		t.Fatal("the page has no such example")
	}
	s := shellIn(t, pty.Winsize{Rows: 60, Cols: 200}, "")
	s.run("init", ".", "--template", "crm")
	s.run("campaign", "open", "recette-v1", "--as", "Élise Fontaine")
	s.run("deviation", "add", "recette-v1", "--as", "Élise Fontaine", "--case", "SC-0007",
		"--text", "Essai", "--reason", "SC-0001 viendra après")
	s.then("recette test recette-v1 --plain --as 'Gaëlle Riou' --case SC-0007\r", "[c]onforme")
	s.then("n\r", "À quel pas")
	s.then("\r", "Constaté")
	s.then("Le message est sous le formulaire\r", "pret>")
	lines := strings.NewReplacer(" \r\n", "\n", "\r\n", "\n") // a question that Enter answers ends with a space
	if shown := lines.Replace(fold(s.text())); !strings.Contains(shown, fold(block)) {
		t.Errorf("the screen:\n%s\ndoes not hold:\n%s", shown, block)
	}
}
