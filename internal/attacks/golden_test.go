package attacks

import (
	"encoding/pem"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/reports"
)

var update = flag.Bool("update", false, "make the golden PV of the present layout again")

// A signed PV of each layout that was released is kept with its verdict. The present one is made by -update until it is
// released; from then on a change of its pages takes the next number, and its file stays.
func TestGoldenPVs(t *testing.T) {
	present := filepath.Join("testdata", fmt.Sprintf("layout-%d.pdf", reports.Layout))
	if *update {
		golden(t, present)
	}
	files, err := filepath.Glob(filepath.Join("testdata", "layout-*.pdf"))
	if err != nil || len(files) < reports.Layout {
		t.Fatalf("%d golden PVs, %v, want one a layout", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		authority, err := os.ReadFile(file[:len(file)-len("pdf")] + "pem")
		if err != nil {
			t.Fatal(err)
		}
		anchors, err := verify.Anchors(authority)
		if err != nil {
			t.Fatal(err)
		}
		r, err := verify.PDF(t.Context(), data, verify.Options{Anchors: anchors, Pages: signoff.Pages(words, nil)})
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%s, pages %s\n", r.Status, r.Drawing.Compared)
		for _, list := range [][]verify.Finding{r.Content, r.Drawing.Findings, r.Changes} {
			for _, f := range list {
				got += fmt.Sprintf("%s %s %q\n", f.Status, f.Code, f.Args)
			}
		}
		verdict := file[:len(file)-len("pdf")] + "txt"
		if *update && file == present {
			if err := os.WriteFile(verdict, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(verdict)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s (-want +got): a layout that was released takes the next number; else -update\n%s", file, d)
		}
		if r.Status != verify.Conform || r.Drawing.Compared != verify.Redrawn {
			t.Errorf("%s: %s, pages %s", file, r.Status, r.Drawing.Compared)
		}
	}
}

// golden makes the PV of the present layout, and keeps the certificate of its authority beside it.
func golden(t *testing.T, path string) {
	t.Helper()
	w := newWorld(t)
	m := w.make()
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	anchors, err := w.ring.Anchors()
	w.must(err)
	w.must(os.MkdirAll(filepath.Dir(path), 0o700))
	w.must(os.WriteFile(path, signed, 0o600))
	w.must(os.WriteFile(path[:len(path)-len("pdf")]+"pem", pem.EncodeToMemory(&pem.Block{
		Type: "CERTIFICATE", Bytes: anchors[0].Raw,
	}), 0o600))
}
