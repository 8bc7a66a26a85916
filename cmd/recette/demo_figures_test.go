package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// TestDemoFiguresAgree: the documentation, the matrix and the PV of one campaign count the same things the same way,
// number for number, whatever the product is worth.
func TestDemoFiguresAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: runs the whole demonstration")
	}
	t.Parallel()
	for name, args := range map[string][]string{
		"accepted": nil, "leak": {"--defect", "fuite-inter-antennes"}, "rounding": {"--defect", "cotisation-arrondi"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProduct(t, "")
			dir := filepath.Join(p.dir, "demo")
			p.run(0, append([]string{"demo", dir}, args...)...)
			p.dir = dir
			read := func(text string, into any) {
				t.Helper()
				if err := json.Unmarshal([]byte(text), into); err != nil {
					t.Fatalf("%v\n%s", err, text)
				}
			}
			var docs struct {
				Scenarios, Cases, Proven, Failed, Stale, Never, Open, Accepted int
				Criteria                                                       struct {
					InScope    int `json:"in_scope"`
					OutOfScope int `json:"out_of_scope"`
					Covered    int
					Proven     int
				}
			}
			read(p.run(0, "docs", "build", "--format", "single", "--json"), &docs)
			var matrix struct {
				Totals struct {
					All struct {
						InScope         int `json:"in_scope"`
						Covered, Proved int
						States          struct {
							OutOfScope int `json:"out_of_scope"`
						}
					}
					Scenarios struct{ Scenarios, Cases int }
				}
			}
			read(p.run(0, "trace", "--json"), &matrix)
			all := matrix.Totals.All
			if c := docs.Criteria; c.InScope != all.InScope || c.Covered != all.Covered || c.Proven != all.Proved ||
				c.OutOfScope != all.States.OutOfScope {
				t.Errorf("criteria: %+v in the documentation, %+v in the matrix", c, all)
			}
			if s := matrix.Totals.Scenarios; docs.Scenarios != s.Scenarios || docs.Cases != s.Cases {
				t.Errorf(
					"%d scenarios and %d cases in the documentation, %+v in the matrix", docs.Scenarios, docs.Cases, s,
				)
			}
			p.run(
				0, "report", "pv", "recette-v1", "--as", "Élise Fontaine", "--format", "json", "--out", "figures.json",
			)
			data, err := os.ReadFile(filepath.Join(dir, "figures.json"))
			if err != nil {
				t.Fatal(err)
			}
			var pv struct {
				Figures struct {
					Planned, Passed, Failed int
					PassedWithRemark        int `json:"passed_with_remark"`
					NotRun                  int `json:"not_run"`
				}
			}
			read(string(data), &pv)
			f := pv.Figures
			if f.Planned == 0 || docs.Cases != f.Planned || docs.Proven+docs.Stale != f.Passed+f.PassedWithRemark ||
				docs.Failed+docs.Accepted != f.Failed || docs.Never+docs.Open != f.NotRun {
				t.Errorf("cases: %+v in the documentation, %+v in the PV", docs, f)
			}
		})
	}
}
