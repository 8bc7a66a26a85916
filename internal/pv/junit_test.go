package pv_test

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/pv"
	"recette/reports"
)

// junitFile is what a reader of JUnit sees.
type junitFile struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
	Suites   []struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Cases    []struct {
			Name    string    `xml:"name,attr"`
			Failure *struct{} `xml:"failure"`
			Error   *struct{} `xml:"error"`
			Skipped *struct{} `xml:"skipped"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

func readJUnit(t *testing.T, doc reports.PV) junitFile {
	t.Helper()
	var buf bytes.Buffer
	if err := reports.JUnit(&buf, doc); err != nil {
		t.Fatal(err)
	}
	var file junitFile
	if err := xml.Unmarshal(buf.Bytes(), &file); err != nil {
		t.Fatal(err)
	}
	return file
}

// counts are the figures of a suite that both documents hold.
type counts struct{ Tests, Failures, NotGreen int }

// Over random campaigns, with cases in several journeys, in one and in none: the suite of a journey has the figures of
// that journey in the PV, and what is green there is a conform result that holds.
func TestJUnit_SuitesHaveTheFiguresOfTheJourneys(t *testing.T) {
	shared := 0
	for seed := range uint64(300) {
		in := randomInput(t, seed)
		if seed%2 == 0 { // SC-0 changed since: its conform result is stale
			in.Present = map[string]string{"SC-0": "content/1:changed"}
		}
		for _, journey := range []string{"", "j0", "j1"} {
			in.Journey = journey
			doc, err := pv.Build(in)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			compareSuites(t, seed, doc)
			for i := range doc.Cases {
				if len(doc.Cases[i].Journeys) > 1 {
					shared++
				}
			}
		}
	}
	if shared == 0 {
		t.Error("no random campaign has a case in two journeys")
	}
}

func compareSuites(t *testing.T, seed uint64, doc reports.PV) {
	t.Helper()
	file := readJUnit(t, doc)
	want := map[string]counts{}
	for _, j := range doc.Journeys {
		if f := j.Figures; f.InScope > 0 {
			want[j.Code] = counts{f.InScope, f.Failed, f.InScope - f.Passed - f.Remark + staleIn(doc, j.Code)}
		}
	}
	got, total := map[string]counts{}, counts{}
	for _, s := range file.Suites {
		if s.Name != "-" { // the cases of no journey have no line in the PV
			got[s.Name] = counts{s.Tests, s.Failures, s.Failures + s.Errors + s.Skipped}
		}
		total.Tests, total.Failures = total.Tests+s.Tests, total.Failures+s.Failures
		total.NotGreen += s.Failures + s.Errors + s.Skipped
		if len(s.Cases) != s.Tests {
			t.Errorf("seed %d, suite %s: %d cases, tests=%d", seed, s.Name, len(s.Cases), s.Tests)
		}
		for _, c := range s.Cases {
			id, _, _ := strings.Cut(c.Name, " ")
			i := slices.IndexFunc(doc.Cases, func(c reports.Case) bool { return c.ID == id })
			conform := doc.Cases[i].Verdict == "passed" || doc.Cases[i].Verdict == "passed_with_remark"
			if green := c.Failure == nil && c.Error == nil && c.Skipped == nil; green && !conform {
				t.Errorf("seed %d, suite %s: %s is green and %s in the PV", seed, s.Name, id, doc.Cases[i].Verdict)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("seed %d, PV of %d journeys (-PV +JUnit):\n%s", seed, len(doc.Journeys), diff)
	}
	if file := (counts{file.Tests, file.Failures, file.Failures + file.Errors + file.Skipped}); file != total {
		t.Errorf("seed %d: the file says %+v, its suites %+v", seed, file, total)
	}
}

// staleIn counts the conform results of a journey that are not fresh.
func staleIn(doc reports.PV, code string) int {
	n := 0
	for i := range doc.Cases {
		c := &doc.Cases[i]
		in := c.Journey == code || slices.Contains(c.Journeys, code)
		if in && c.Freshness != "fresh" && (c.Verdict == "passed" || c.Verdict == "passed_with_remark") {
			n++
		}
	}
	return n
}
