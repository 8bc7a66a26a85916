package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// plannedSessions are those of a plan whose documents are measured: one a day, each of which plays all of its journey.
const plannedSessions = `sessions:
  - {code: S1, date: "2026-11-23", start: "09:30", minutes: 120, testers: [Quentin Abel], journeys: [mesures]}
  - {code: S2, date: "2026-11-24", minutes: 120, testers: [Quentin Abel], journeys: [mesures]}
exit_criteria:
  - {criterion: Exécutés, threshold: 100 %, measure: executed}
`

// BenchmarkDocuments makes the documents on the conduct of a campaign of 1,000 and of 10,000 played cases, a process a
// document: time, peak memory and pages. Ten times the cases may take eleven times the time.
func BenchmarkDocuments(b *testing.B) {
	exe := recette(b)
	verbs := []string{"bilan", "matrix", "agenda", "committee"}
	walls := map[string][]float64{}
	for _, n := range []int{1000, 10000} {
		var t report // a log of the testing package shows ten lines
		t.row("a process a document", "wall", "cpu", "peak memory", "pages")
		dir := conducted(b, exe, n)
		for _, verb := range verbs {
			line := words("report " + verb + " mesures --force --out document.pdf")
			c := run(b, dir, exe, line...)
			for range 2 {
				if again := run(b, dir, exe, line...); again.wall < c.wall {
					c = again
				}
			}
			walls[verb] = append(walls[verb], c.wall.Seconds())
			made, err := os.ReadFile(filepath.Join(dir, "document.pdf"))
			if err != nil {
				b.Fatal(err)
			}
			pages := len(regexp.MustCompile(`/Type ?/Page\b`).FindAll(made, -1))
			if pages == 0 {
				b.Fatalf("report %s: no page is found", verb)
			}
			t.row(
				fmt.Sprintf("recette report %s, %d", verb, n), seconds(c.wall), seconds(c.cpu), mib(c.peak),
				strconv.Itoa(pages),
			)
		}
		t.log(b)
	}
	done(b)
	for _, verb := range verbs {
		b.ReportMetric(walls[verb][1]/walls[verb][0], "x-"+verb)
	}
}

// conducted makes a campaign of n cases that were all played.
func conducted(b *testing.B, exe string, n int) string {
	b.Helper()
	o := corpus(n)
	dir := project(b, o)
	critical(b, dir, o)
	file := filepath.Join(dir, "plans", "mesures.yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(file, append(data, plannedSessions...), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, line := range []string{
		"campaign open mesures --as|Ada Pelletier", "run --campaign mesures --as|Quentin Abel",
	} {
		run(b, dir, exe, words(line)...)
	}
	return dir
}
