package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// verdicts is how many verdicts by hand BenchmarkManual gives: one case each.
const verdicts = 300

// BenchmarkManual gives verdicts by an answers file, and as a person who waits for each to be durable, and compares the
// whole process with one that makes as many rows durable in a table, one a commit: what it costs to keep what a tester
// said, over keeping a row. The answers of a file share commits, those of a person do not.
func BenchmarkManual(b *testing.B) {
	exe, insert := recette(b), peer(b, "insert")
	dir := manualProject(b)
	var wall, cpu, waits []float64
	var t report
	t.row(
		fmt.Sprintf("%d verdicts by hand, each durable", verdicts), "wall", "cpu", "peak", "to one insert each",
		"target",
	)
	open := func() {
		if err := os.RemoveAll(filepath.Join(dir, ".recette")); err != nil {
			b.Fatal(err)
		}
		run(b, dir, exe, words("campaign open mesures --as|Ada Pelletier")...)
	}
	all := func(c cost) cost {
		if !strings.Contains(c.out, fmt.Sprintf("%d conforme", verdicts)) {
			b.Fatal(c.out)
		}
		return c
	}
	var p, c, w cost
	for range pairs {
		open()
		p = run(b, dir, insert, filepath.Join(b.TempDir(), "peer.db"), strconv.Itoa(verdicts))
		c = all(run(b, dir, exe, "test", "mesures", "--answers", "reponses.yaml"))
		open()
		typed := exec.Command(exe, "test", "mesures", "--as", "Tess Imbert")
		typed.Dir, typed.Stdin = dir, strings.NewReader(strings.Repeat("c\n", verdicts))
		w = all(start(b, typed))
		wall, cpu = append(wall, ratio(c.wall, p.wall)), append(cpu, ratio(c.cpu, p.cpu))
		waits = append(waits, ratio(w.wall, p.wall))
	}
	t.row("one durable insert each", seconds(p.wall), seconds(p.cpu), mib(p.peak), "1", "")
	t.row("recette test --answers", seconds(c.wall), seconds(c.cpu), mib(c.peak), times(median(wall)), "≤ 1.80 x")
	t.row("recette test, answers awaited", seconds(w.wall), seconds(w.cpu), mib(w.peak), times(median(waits)), "")
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
