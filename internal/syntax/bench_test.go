package syntax

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	gherkin "github.com/cucumber/gherkin/go/v26"

	"recette/internal/corpusgen"
)

// corpora are the files on which we are measured: of one size and make, and of those of real projects.
func corpora() map[string][][]byte {
	out := map[string][][]byte{}
	o := corpusgen.Options{Features: 100, Scenarios: 10, Steps: 10, Definitions: 1000, Tables: true, IDs: true}
	for i := range o.Features {
		out["10 KB"] = append(out["10 KB"], o.Feature(i))
	}
	for i := range 10 * len(corpusgen.Sizes()) {
		out["2-25 KB"] = append(out["2-25 KB"], corpusgen.Varied(i))
	}
	return out
}

func parseAll(tb testing.TB, files [][]byte) {
	for _, src := range files {
		if _, list := Parse(Source{Path: "x.feature", Bytes: src}, Options{}); HasErrors(list) {
			tb.Fatal(brief(list))
		}
	}
}

func stockAll(tb testing.TB, files [][]byte) {
	for _, src := range files {
		if _, err := gherkin.ParseGherkinDocument(bytes.NewReader(src), counter()); err != nil {
			tb.Fatal(err)
		}
	}
}

func sizeOf(files [][]byte) (size int64) {
	for _, f := range files {
		size += int64(len(f))
	}
	return size
}

// BenchmarkParse measures our parser with all its checks.
func BenchmarkParse(b *testing.B) {
	for name, files := range corpora() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(sizeOf(files))
			b.ReportAllocs()
			for b.Loop() {
				parseAll(b, files)
			}
		})
	}
}

// BenchmarkStock measures the stock parser on the same files.
func BenchmarkStock(b *testing.B) {
	for name, files := range corpora() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(sizeOf(files))
			b.ReportAllocs()
			for b.Loop() {
				stockAll(b, files)
			}
		})
	}
}

// BenchmarkAgainstStock measures both in turns, so that a busy machine slows them alike, and gives the figures that we
// promise: at least 4 times its throughput, at most 20 allocations a KB.
func BenchmarkAgainstStock(b *testing.B) {
	for name, files := range corpora() {
		b.Run(name, func(b *testing.B) {
			var ours, stock time.Duration
			var allocs uint64
			rounds := 0
			for b.Loop() {
				rounds++
				mallocs, start := mallocCount(), time.Now()
				parseAll(b, files)
				ours += time.Since(start)
				allocs += mallocCount() - mallocs
				start = time.Now()
				stockAll(b, files)
				stock += time.Since(start)
			}
			mb := float64(sizeOf(files)) * float64(rounds) / 1e6
			b.ReportMetric(mb/ours.Seconds(), "ours-MB/s")
			b.ReportMetric(mb/stock.Seconds(), "stock-MB/s")
			b.ReportMetric(stock.Seconds()/ours.Seconds(), "times-faster")
			b.ReportMetric(float64(allocs)/mb/1e3*1.024, "allocs/KB")
		})
	}
}

func mallocCount() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Mallocs
}

// TestAllocations holds the second promise, which no busy machine changes.
func TestAllocations(t *testing.T) {
	for name, files := range corpora() {
		kb := float64(sizeOf(files)) / 1024
		if got := testing.AllocsPerRun(3, func() { parseAll(t, files) }) / kb; got > 20 {
			t.Errorf("%s: %.1f allocations a KB, want 20 at most", name, got)
		}
	}
}

// BenchmarkTokens measures the tokens of every line, which nothing asks for until a formatter or an editor does.
func BenchmarkTokens(b *testing.B) {
	files := corpora()["2-25 KB"]
	var docs []*Document
	for _, src := range files {
		doc, _ := Parse(Source{Path: "x.feature", Bytes: src}, Options{})
		docs = append(docs, doc)
	}
	b.SetBytes(sizeOf(files))
	b.ReportAllocs()
	for b.Loop() {
		for _, doc := range docs {
			for n := range doc.Lines {
				doc.Tokens(n + 1)
			}
		}
	}
}

// BenchmarkHostile measures the worst that a file can ask for.
func BenchmarkHostile(b *testing.B) {
	for _, h := range hostile() {
		for part, size := range map[string]int{"a quarter": h.size / 4, "whole": h.size} {
			b.Run(h.name+"/"+part, func(b *testing.B) {
				src := []byte(h.make(size))
				b.SetBytes(int64(len(src)))
				b.ReportAllocs()
				for b.Loop() {
					Parse(Source{Path: "x.feature", Bytes: src}, Options{})
				}
			})
		}
	}
}

// hostileShape is a file of a shape that some parser reads in more than linear time, of a size n.
type hostileShape struct {
	name string
	size int
	make func(n int) string
}

func hostile() []hostileShape {
	const head = "# language: fr\nFonctionnalité: F\n"
	const scenario = head + "  Scénario: a\n    Soit x\n"
	return []hostileShape{
		{"doc string of 50,000 lines", 50_000, func(n int) string {
			return scenario + "      \"\"\"\n" + strings.Repeat("      une ligne de texte\n", n) + "      \"\"\"\n"
		}},
		{"doc string that is not closed", 50_000, func(n int) string {
			return scenario + "      \"\"\"\n" + strings.Repeat("  Scénario: avalé\n", n)
		}},
		{"50,000 tags", 50_000, func(n int) string {
			return head + strings.Repeat("  @etiquette @autre\n  Scénario: a\n    Soit x\n", n/2)
		}},
		{"50,000 tags on one element", 50_000, func(n int) string {
			return head + strings.Repeat("  @a @b @c @d @e @f @g @h @i @j\n", n/10) + "  Scénario: a\n    Soit x\n"
		}},
		{"lines of empty tags", 400, func(n int) string {
			return head + strings.Repeat(strings.Repeat("@ ", 8000)+"\n", n/4) + "  Scénario: a\n    Soit x\n"
		}},
		{"10,000 errors", 10_000, func(n int) string { return scenario + strings.Repeat("    n'importe quoi\n", n) }},
		{"10,000 near misses", 10_000, func(n int) string {
			return head + strings.Repeat("  Scénario : a\n    Sot x\n    lorsqu’il vient\n", n/3)
		}},
		{"10,000 warnings", 10_000, func(n int) string { return scenario + strings.Repeat("    # a\x1bb\n", n) }},
		{"lines of 30 KB", 100, func(n int) string {
			return scenario + strings.Repeat("    Et "+strings.Repeat("long ", 6000)+"\n", n)
		}},
		{"lines of 30 KB refused", 100, func(n int) string {
			return scenario + strings.Repeat("    étant "+strings.Repeat("donnes ", 4000)+"\n", n)
		}},
		{
			"rows of 8,000 cells", 100,
			func(n int) string { return scenario + strings.Repeat("|"+strings.Repeat("a|", 8000)+"\n", n) },
		},
		{
			"decomposed rows", 100,
			func(n int) string { return scenario + strings.Repeat("|"+strings.Repeat("e\u0301|", 4000)+"\n", n) },
		},
		{
			"decomposed lines", 20_000,
			func(n int) string { return scenario + strings.Repeat("    Et e\u0301te\u0301 a\u0300 Nice\n", n) },
		},
		{"200 nested placeholders", 200, func(n int) string {
			return head + "  Plan du scénario: a\n    Soit " + strings.Repeat("<", n) + "x" + strings.Repeat(">", n) +
				"\n    Exemples:\n      | x |\n      | 1 |\n"
		}},
		{"20,000 placeholders without a column", 20_000, func(n int) string {
			var b strings.Builder
			b.WriteString(head + "  Plan du scénario: a\n")
			for i := range n / 20 {
				b.WriteString("    Soit ")
				for j := range 20 {
					fmt.Fprintf(&b, "<v%d> ", 20*i+j)
				}
				b.WriteString("\n")
			}
			return b.String() + "    Exemples:\n      | x |\n      | 1 |\n"
		}},
		{"50,000 comments in a description", 50_000, func(n int) string {
			return head + "  Une phrase.\n" + strings.Repeat(
				"  # un mot\n  la suite\n", n/2,
			) + "  Scénario: a\n    Soit x\n"
		}},
		{"50,000 lines of prose above the steps", 50_000, func(n int) string {
			return head + "  Scénario: a\n" + strings.Repeat("    Le dossier est complet.\n", n) + "    Soit x\n"
		}},
		{"50,000 blank lines between faults", 50_000, func(n int) string {
			return scenario + strings.Repeat("n'importe quoi\n"+strings.Repeat("\n", n/50), 50)
		}},
		{
			"50,000 rows without their bar", 50_000,
			func(n int) string { return scenario + strings.Repeat("      | a | b\n", n) },
		},
		{"50,000 rows after a blank", 50_000, func(n int) string {
			return scenario + strings.Repeat("    Et x\n      | a | # b\n"+strings.Repeat("\n", 50), n/50)
		}},
		{
			"50,000 scenarios without a step", 50_000,
			func(n int) string { return head + strings.Repeat("  Scénario: a\n", n) },
		},
		{"50,000 titles without their colon", 50_000, func(n int) string {
			return head + strings.Repeat("  Scénario a\n", n) + "    Soit x\n"
		}},
		{
			"50,000 titles in comments", 50_000,
			func(n int) string { return scenario + strings.Repeat("\n## Scénario: b\n", n) + "    Soit y\n" },
		},
		{"50,000 language lines", 50_000, func(n int) string {
			return head + strings.Repeat("# language: fr\n", n) + "  Scénario: a\n    Soit x\n"
		}},
		{
			"bars without rows", 50_000,
			func(n int) string { return head + "  Scénario: a\n" + strings.Repeat("    | a |\n", n) },
		},
	}
}
