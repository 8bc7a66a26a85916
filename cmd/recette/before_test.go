package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// beforeDir holds what the version before this one made: a project, its record, and two PVs.
var beforeDir = filepath.Join("testdata", "before")

// newBefore gives a project as the version before this one left it.
func newBefore(t *testing.T) *product {
	t.Helper()
	p := newProduct(t, "")
	if err := unpackArchive(filepath.Join(beforeDir, "project.txtar"), p.dir); err != nil {
		t.Fatal(err)
	}
	place := func(from, to string) {
		data, err := os.ReadFile(from)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(to), 0o700)
		}
		if err == nil {
			err = os.WriteFile(to, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	record := filepath.Join(beforeDir, "record")
	err := filepath.WalkDir(record, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			place(path, filepath.Join(p.dir, ".recette", strings.TrimPrefix(path, record)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	place(filepath.Join(beforeDir, "record.head"), filepath.Join(p.dir, ".recette.head"))
	for _, name := range []string{"signed.pdf", "rendered.pdf"} {
		place(filepath.Join(beforeDir, name), filepath.Join(p.dir, name))
	}
	return p
}

// TestBefore_PV: a PV that the version before this one signed is conform: its data by the rules that it names, its
// pages by the layout that it names, its journal.
func TestBefore_PV(t *testing.T) {
	t.Parallel()
	p := newBefore(t)
	for _, args := range [][]string{
		{"verify", "signed.pdf"},
		{"verify", "signed.pdf", "--journal", "--features", "features"},
		{"verify", "signed.pdf", "--lang", "en", "--ca", ".recette/keys/ca.cert.pem"},
	} {
		out := p.run(0, args...)
		for _, want := range [][2]string{
			{"oui, chiffres recomptés", "yes, figures recounted"}, {"oui, dessinées de nouveau", "yes, drawn again"},
		} {
			if !strings.Contains(out, want[0]) && !strings.Contains(out, want[1]) {
				t.Errorf("%q: no %q:\n%s", args, want, out)
			}
		}
		if strings.Contains(out, "✖") {
			t.Errorf("%q:\n%s", args, out)
		}
	}
}

// TestBefore_GoesOn: the record of the version before this one opens, verifies, and goes on; what was rendered then is
// signed now, and what was signed then stays conform.
func TestBefore_GoesOn(t *testing.T) {
	t.Parallel()
	p := newBefore(t)
	const phrase = "file:phrase.txt"
	if out := p.run(0, "journal", "verify"); !strings.Contains(out, "intact") {
		t.Errorf("journal verify:\n%s", out)
	}
	for _, want := range []string{"ANO-0001", "ANO-0002", "RES-0001", "DEC-REC-0001", "PV-2026-001-v2"} {
		if out := p.run(0, "campaign", "status", "premiere"); !strings.Contains(out, want) {
			t.Errorf("status without %s:\n%s", want, out)
		}
	}
	signs := time.Now().Before(time.Date(2029, 11, 1, 0, 0, 0, 0, time.UTC)) // the last month of its certificates
	if signs {
		p.run(0, "pv", "sign", "rendered.pdf", "--role", "po", "--as", "Odile Roux", "--passphrase", phrase)
		p.run(0, "verify", "rendered.pdf", "--journal")
	}
	answers := "tester: Théo Legrand\ndefault: passed\ncases:\n  - {id: SC-0010, steps: [{match: son nom tient, " +
		"verdict: passed}]}\n  - {id: SC-0009, steps: [{match: chaque titre est annoncé, verdict: passed}]}\n"
	if err := os.WriteFile(filepath.Join(p.dir, "answers.yaml"), []byte(answers), 0o600); err != nil {
		t.Fatal(err)
	}
	p.run(0, "anomaly", "add", "premiere", "--as", "Théo Legrand", "--case", "SC-0010", "--severity", "mineure",
		"--summary", "Le nom déborde sur le bouton")
	p.run(0, "anomaly", "fix", "premiere", "ANO-0003", "--as", "Paule Petit", "--build", "1.0.8",
		"--by", "Atelier numérique de démonstration")
	p.run(0, "test", "premiere", "--again", "--case", "SC-0010", "--answers", "answers.yaml")
	p.run(0, "test", "premiere", "--case", "SC-0009", "--answers", "answers.yaml")
	p.run(0, "anomaly", "close", "premiere", "ANO-0003", "--as", "Paule Petit",
		"--reason", "La version 1.0.8 est celle du poste")
	p.run(0, "pv", "decide", "premiere", "--as", "Odile Roux", "--decision", "refusée", "--reason",
		"Un blocage demeure", "--golive", "non", "--passphrase", phrase)
	p.run(0, "report", "pv", "premiere", "--as", "Paule Petit", "--out", "neuf.pdf")
	if signs {
		p.run(0, "pv", "sign", "neuf.pdf", "--role", "ppo", "--as", "Paule Petit", "--passphrase", phrase)
		p.run(0, "pv", "sign", "neuf.pdf", "--role", "po", "--as", "Odile Roux", "--passphrase", phrase)
		p.run(0, "verify", "neuf.pdf", "--journal", "--features", "features")
	}
	p.run(0, "verify", "signed.pdf", "--journal")
	p.run(0, "journal", "verify")
}
