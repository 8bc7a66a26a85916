package bench

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// given is a binary to measure instead of the one that this tree makes.
var given = flag.String("recette", "", "measure this binary of recette, instead of building one")

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == pvMode {
		os.Exit(pvChild(os.Args[2:]))
	}
	if len(os.Args) > 1 && os.Args[1] == verifyMode {
		os.Exit(verifyChild(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// recette gives the binary under measure, built as the Makefile does.
func recette(tb testing.TB) string {
	tb.Helper()
	if *given != "" {
		return *given
	}
	return build(tb, "recette/cmd/recette")
}

// A report is the table that a person reads below the figures of a benchmark.
type report struct{ rows [][]string }

func (r *report) row(cells ...string) { r.rows = append(r.rows, cells) }

// log prints the table, its first row as a head.
func (r *report) log(b *testing.B) {
	b.Helper()
	widths := make([]int, len(r.rows[0]))
	for _, row := range r.rows {
		for i, c := range row {
			widths[i] = max(widths[i], len([]rune(c)))
		}
	}
	var s strings.Builder
	for n, row := range r.rows {
		s.WriteString("\n  ")
		for i, c := range row {
			pad := strings.Repeat(" ", widths[i]-len([]rune(c)))
			if i == 0 {
				s.WriteString(c + pad)
			} else {
				s.WriteString("  " + pad + c)
			}
		}
		if n == 0 {
			s.WriteString("\n  " + strings.Repeat("-", sum(widths)+2*len(widths)-2))
		}
	}
	b.Log(s.String())
}

func sum(ns []int) int {
	total := 0
	for _, n := range ns {
		total += n
	}
	return total
}

func median[T ~int64 | ~float64](vs []T) T {
	vs = slices.Sorted(slices.Values(vs))
	return vs[len(vs)/2]
}

// done ends a benchmark that measured on its own: its figures are those that it reports, not a time per loop.
func done(b *testing.B) {
	b.Helper()
	for b.Loop() {
		continue // the loop is what the testing package wants to see; the work is done
	}
	b.ReportMetric(0, "ns/op")
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }
func mib(m float64) string           { return fmt.Sprintf("%.1f MiB", m) }
func times(r float64) string         { return fmt.Sprintf("%.2f x", r) }

// peer builds a program of testdata/peers.
func peer(b *testing.B, name string) string {
	b.Helper()
	return build(b, "recette/internal/bench/testdata/peers/"+name)
}
