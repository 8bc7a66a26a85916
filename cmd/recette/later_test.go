package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recette/internal/journal"
)

// recordLater records a leaf of the campaign "demo" as a later version of recette would, behind the back of this one.
func recordLater(t *testing.T, dir, kind, format string) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, ".recette", "recette.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT leaf FROM journal ORDER BY seq`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	tree := &journal.Tree{}
	for rows.Next() {
		var leaf []byte
		if err := rows.Scan(&leaf); err != nil {
			t.Fatal(err)
		}
		tree.Add(leaf)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	seq := tree.Size()
	leaf := fmt.Appendf(nil, format, seq)
	if _, err := db.ExecContext(t.Context(), `INSERT INTO journal (seq, at, kind, campaign, case_id, leaf)
		VALUES (?, '2026-11-23T14:00:00.000Z', ?, 'demo', '', ?)`, seq, kind, leaf); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(),
		`INSERT INTO journal_hash (seq, hashes) VALUES (?, ?)`, seq, tree.Add(leaf)); err != nil {
		t.Fatal(err)
	}
}

// signedDemo conducts the small project to a signed PV.
func signedDemo(t *testing.T) *product {
	t.Helper()
	p := newProduct(t, "manuel")
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	answers := "tester: Théo Legrand\ndefault: passed\ncases:\n" +
		"  - {id: SC-0001, steps: [{match: le montant dû, verdict: passed}]}\n" +
		"  - {id: SC-0002, steps: [{match: rien n'est dû, verdict: passed}]}\n"
	if err := os.WriteFile(filepath.Join(p.dir, "answers.yaml"), []byte(answers), 0o600); err != nil {
		t.Fatal(err)
	}
	p.run(0, "test", "demo", "--answers", "answers.yaml")
	p.run(0, "key", "init", "--demo", "--passphrase", "file:phrase.txt")
	p.run(0, "pv", "decide", "demo", "--as", "Odile Roux", "--decision", "accepted",
		"--passphrase", "file:phrase.txt")
	p.run(0, "report", "pv", "demo", "--as", "Paule Petit", "--out", "pv.pdf")
	p.run(0, "pv", "sign", "pv.pdf", "--role", "ppo", "--as", "Paule Petit", "--passphrase", "file:phrase.txt")
	p.run(0, "pv", "sign", "pv.pdf", "--role", "po", "--as", "Odile Roux", "--passphrase", "file:phrase.txt")
	return p
}

// TestLaterVersion_NothingIsJudged: a fact that this version does not read is no fact that it may leave out.
func TestLaterVersion_NothingIsJudged(t *testing.T) {
	t.Parallel()
	p := signedDemo(t)
	recordLater(t, p.dir, "result", `{"at":"2026-11-23T14:00:00.000Z","campaign":"demo","kind":"result",`+
		`"result":{"case":"SC-0001","mood":"calm"},"seq":%d,"v":1000}`)
	for _, line := range []string{
		"campaign status demo", "campaign status demo --json", "campaign list", "trace", "journal export",
		"docs build --format single --out d.html", "report pv demo --as Paule_Petit --out autre.pdf",
		"pv decide demo --as Odile_Roux --decision refused --reason non",
		"campaign close demo --as Paule_Petit", "test demo --as Théo_Legrand --case SC-0001 --again",
		"anomaly add demo --as Théo_Legrand --severity mineure --summary x --case SC-0001", "journal verify",
		"journal verify --json",
	} {
		args := strings.Fields(line)
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "_", " ")
		}
		out := p.run(4, args...)
		if !strings.Contains(out, "E050") || !strings.Contains(out, "mettez recette à jour") {
			t.Errorf("recette %s says neither what it met nor what to do:\n%s", line, out)
		}
	}
	for _, name := range []string{"autre.pdf", "d.html"} {
		if _, err := os.Stat(filepath.Join(p.dir, name)); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	if out := p.run(4, "journal", "verify"); !strings.Contains(out, "INDÉTERMINÉ") || strings.Contains(out, "intact.") {
		t.Errorf("journal verify:\n%s", out)
	}
	// The file alone is what it was; against this journal the verdict stays open.
	p.run(0, "verify", "pv.pdf")
	out := p.run(2, "verify", "pv.pdf", "--journal")
	if !strings.Contains(out, "INDÉTERMINÉ") || !strings.Contains(out, "mettez recette à jour") {
		t.Errorf("verify --journal:\n%s", out)
	}
}

// TestLaterVersion_UnknownKind: a fact of another nature is carried, proven and listed, and changes no verdict.
func TestLaterVersion_UnknownKind(t *testing.T) {
	t.Parallel()
	p := signedDemo(t)
	recordLater(t, p.dir, "visit",
		`{"at":"2026-11-23T14:00:00.000Z","campaign":"demo","kind":"visit","seq":%d,"v":1,"visit":{"by":2}}`)
	p.run(0, "campaign", "status", "demo")
	if out := p.run(0, "journal", "verify"); !strings.Contains(out, "nature inconnue") ||
		!strings.Contains(out, "visit") {
		t.Errorf("journal verify does not list the leaf:\n%s", out)
	}
	if out := p.run(0, "journal", "export"); !strings.Contains(out, `"kind":"visit"`) {
		t.Errorf("journal export does not carry the leaf:\n%s", out)
	}
	p.run(0, "verify", "pv.pdf", "--journal")
	p.run(0, "report", "pv", "demo", "--as", "Paule Petit", "--out", "neuf.pdf")
	p.run(0, "pv", "sign", "neuf.pdf", "--role", "ppo", "--as", "Paule Petit", "--passphrase", "file:phrase.txt")
	p.run(0, "pv", "sign", "neuf.pdf", "--role", "po", "--as", "Odile Roux", "--passphrase", "file:phrase.txt")
	out := p.run(0, "verify", "neuf.pdf", "--journal")
	if !strings.Contains(out, "nature inconnue (visit)") {
		t.Errorf("verify does not list the leaf that the PV carries:\n%s", out)
	}
}

// TestLaterVersion_PV: a PV that holds such a fact is INDÉTERMINÉ, never conform nor not conform.
func TestLaterVersion_PV(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "")
	fixtures, err := filepath.Abs(filepath.Join("..", "..", "internal", "verify", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	out := p.run(2, "verify", filepath.Join(fixtures, "newer.pdf"), "--ca", filepath.Join(fixtures, "newer.pem"))
	if !strings.Contains(out, "INDÉTERMINÉ") || strings.Contains(out, "NON CONFORME") ||
		!strings.Contains(out, "version 1000") || !strings.Contains(out, "mettez recette à jour") {
		t.Errorf("verify:\n%s", out)
	}
}
