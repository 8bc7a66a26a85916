package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// verdicts is how many verdicts by hand BenchmarkManual gives: one case each.
const verdicts = 300

// BenchmarkManual gives verdicts by an answers file and compares the whole process with one that makes as many rows
// durable in a table, one a commit: what it costs to keep what a tester said, over keeping a row.
func BenchmarkManual(b *testing.B) {
	exe, insert := recette(b), peer(b, "insert")
	dir := manualProject(b)
	var wall, cpu []float64
	var t report
	t.row(
		fmt.Sprintf("%d verdicts by hand, each durable", verdicts), "wall", "cpu", "peak", "to one insert each",
		"target",
	)
	var p, c cost
	for range pairs {
		if err := os.RemoveAll(filepath.Join(dir, ".recette")); err != nil {
			b.Fatal(err)
		}
		run(b, dir, exe, words("campaign open mesures --as|Ada Pelletier")...)
		p = run(b, dir, insert, filepath.Join(b.TempDir(), "peer.db"), strconv.Itoa(verdicts))
		c = run(b, dir, exe, "test", "mesures", "--answers", "reponses.yaml")
		if !strings.Contains(c.out, fmt.Sprintf("%d conforme", verdicts)) {
			b.Fatal(c.out)
		}
		wall, cpu = append(wall, ratio(c.wall, p.wall)), append(cpu, ratio(c.cpu, p.cpu))
	}
	t.row("one durable insert each", seconds(p.wall), seconds(p.cpu), mib(p.peak), "1", "")
	t.row("recette test --answers", seconds(c.wall), seconds(c.cpu), mib(c.peak), times(median(wall)), "≤ 1.80 x")
	t.log(b)
	done(b)
	b.ReportMetric(median(wall), "wall-ratio")
	b.ReportMetric(median(cpu), "cpu-ratio")
}

// manualProject writes a project whose every scenario is for a person, and what that person says of each.
func manualProject(tb testing.TB) string {
	tb.Helper()
	var feature, answers strings.Builder
	feature.WriteString("# language: fr\n@US-1\nFonctionnalité: Longue séance\n")
	answers.WriteString("tester: Tess Imbert\ndefault: passed\ncases:\n")
	for i := 1; i <= verdicts; i++ {
		fmt.Fprintf(
			&feature, "\n  @SC-%04d @parcours:mesures @manuel\n  Scénario: Cas %d\n    Alors le résultat %d est vu\n",
			i, i, i,
		)
		fmt.Fprintf(&answers, "  - id: SC-%04d\n    steps: [{match: le résultat %d est vu, verdict: passed}]\n", i, i)
	}
	const tester = "  - {name: Tess Imbert, role: tester}\n"
	dir := tb.TempDir()
	for name, text := range map[string]string{
		"features/seance.feature": feature.String(), "reponses.yaml": answers.String(),
		"plans/mesures.yaml": plan + tester,
		"recette.yaml":       strings.Replace(settings, "automation:\n  - go: ./steps\n", "", 1) + tester,
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}
