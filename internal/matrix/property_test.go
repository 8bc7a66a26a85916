package matrix_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"recette/internal/matrix"
	"recette/internal/recette"
	"recette/internal/standing"
)

// project writes n features of which nothing is sure: stories, criteria, drafts, outlines come as they come.
func project(r *rand.Rand, n int) (texts []string, ids []string) {
	pick := func(odds int, tag string) string {
		if r.IntN(odds) == 0 {
			return tag + " "
		}
		return ""
	}
	id := 0
	for i := range n {
		var b strings.Builder
		b.WriteString(
			"# language: fr\n" + pick(1, "@tout") + pick(2, fmt.Sprintf("@US-%d", r.IntN(6))) + pick(
				2, fmt.Sprintf("@EPIC-%d", r.IntN(3)),
			) +
				pick(
					2, fmt.Sprintf("@parcours:p%d", r.IntN(3)),
				) + pick(3, "@critique") + "\nFonctionnalité: F" + fmt.Sprint(i) + "\n",
		)
		if r.IntN(2) == 0 {
			fmt.Fprintf(&b, "  CA-%d.%d : déclaré ici\n", r.IntN(6), r.IntN(9))
		}
		for range 1 + r.IntN(4) {
			id++
			b.WriteString("\n  " + fmt.Sprintf("@SC-%d ", id))
			for range r.IntN(3) {
				fmt.Fprintf(&b, "@CA-%d.%d ", r.IntN(6), r.IntN(4))
			}
			b.WriteString(
				pick(6, "@brouillon") + pick(8, "@obsolete") + pick(3, "@manuel") + pick(4, "@nominal") + "\n",
			)
			rows := r.IntN(4)
			if rows == 0 {
				fmt.Fprintf(&b, "  Scénario: S%d\n    Quand il agit\n    Alors il voit\n", id)
				ids = append(ids, fmt.Sprintf("SC-%d", id))
				continue
			}
			fmt.Fprintf(
				&b,
				"  Plan du scénario: S%d <x>\n    Quand il agit <x>\n    Alors il voit\n    Exemples:\n      | id | "+
					"x |\n", id,
			)
			for k := range rows {
				fmt.Fprintf(&b, "      | r%d | %d |\n", k, k)
				ids = append(ids, fmt.Sprintf("SC-%d/r%d", id, k))
			}
		}
		texts = append(texts, b.String())
	}
	return texts, ids
}

// tested gives statuses to some of the cases.
func tested(r *rand.Rand, ids []string) map[string]standing.Status {
	fresh := []recette.Freshness{
		recette.Fresh, recette.Fresh, recette.Fresh, recette.StaleText, recette.StaleVersion, recette.StaleAnomaly,
	}
	out := map[string]standing.Status{}
	for _, id := range ids {
		if r.IntN(4) == 0 {
			continue
		}
		s := known(id, recette.Verdicts()[r.IntN(6)], fresh[r.IntN(6)])
		if s.Open = r.IntN(9) == 0; s.Open {
			s.Verdict = recette.Unclosed([]recette.Verdict{s.Verdict})
		}
		if s.Verdict == recette.Failed && r.IntN(3) == 0 {
			s.Accepted = "DEC-REC-0001"
		}
		out[id] = s
	}
	return out
}

// Whatever the project: states sum to rows, in all and by epic; every scenario is in the rows of its criteria, and in
// no other, or it is an orphan; and no row is proved by less than all of its cases.
func TestMatrix_Properties(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		texts, ids := project(r, 1+r.IntN(6))
		statuses := tested(r, ids)
		m := build(t, matrix.Options{}, texts...).Matrix(statuses, matrix.Head{})
		check(t, seed, &m)
		checkRows(t, seed, &m, statuses)
	}
}

func check(t *testing.T, seed uint64, m *matrix.Matrix) {
	t.Helper()
	all := &m.Totals.All
	if all.States.Sum() != len(m.Rows) || all.Criteria != len(m.Rows) {
		t.Errorf(
			"seed %d: states sum to %d, criteria to %d, %d rows", seed, all.States.Sum(), all.Criteria, len(m.Rows),
		)
	}
	if all.InScope+all.States.OutOfScope != all.Criteria || all.Covered+all.States.Uncovered != all.InScope ||
		all.Proved != all.States.Proved {
		t.Errorf("seed %d: totals disagree: %+v", seed, all)
	}
	n := 0
	for i := range m.Totals.Epics {
		n += m.Totals.Epics[i].States.Sum()
	}
	if n != len(m.Rows) {
		t.Errorf("seed %d: epics sum to %d, %d rows", seed, n, len(m.Rows))
	}
	keys := map[string]bool{}
	for i := range m.Rows {
		k := m.Rows[i].Criterion
		if k == "" {
			k = "story " + m.Rows[i].Story
		}
		if keys[k] {
			t.Errorf("seed %d: two rows for %s", seed, k)
		}
		keys[k] = true
	}
	orphans, cases := 0, 0
	for i := range m.Scenarios {
		s := &m.Scenarios[i]
		cases += s.Cases
		if len(s.Orphan) > 0 {
			orphans++
		}
		var in []string
		for j := range m.Rows {
			row := &m.Rows[j]
			if slices.Contains(slices.Concat(row.Scenarios, row.Drafts, row.Obsolete), s.ID) {
				in = append(in, row.Criterion)
			}
		}
		slices.Sort(in)
		want := slices.Clone(s.Criteria)
		slices.Sort(want)
		if !slices.Equal(in, want) {
			t.Errorf("seed %d: %s is in the rows of %v, serves %v", seed, s.ID, in, want)
		}
		if (len(s.Criteria) == 0) != slices.Contains(s.Orphan, "criterion") {
			t.Errorf("seed %d: %s serves %v, orphan %v", seed, s.ID, s.Criteria, s.Orphan)
		}
	}
	rev := &m.Totals.Reverse
	if sum := rev.Failed + rev.NotRun + rev.Stale + rev.Accepted + rev.Proved + rev.Draft +
		rev.Obsolete; sum != rev.Scenarios || rev.Scenarios != len(m.Scenarios) {
		t.Errorf("seed %d: scenarios sum to %d, want %d", seed, sum, len(m.Scenarios))
	}
	if rev.Orphans != orphans || rev.Cases != cases {
		t.Errorf("seed %d: %d orphans of %d, %d cases of %d", seed, rev.Orphans, orphans, rev.Cases, cases)
	}
}

func checkRows(t *testing.T, seed uint64, m *matrix.Matrix, statuses map[string]standing.Status) {
	t.Helper()
	for i := range m.Rows {
		row := &m.Rows[i]
		proved, failed, total := 0, 0, 0
		for id := range statuses {
			base, _, _ := strings.Cut(id, "/")
			if !slices.Contains(row.Scenarios, base) {
				continue
			}
			s := statuses[id]
			total++
			if s.Proves() || s.Verdict == recette.NotApplicable && s.Freshness == recette.Fresh {
				proved++
			}
			if s.Verdict == recette.Failed && s.Freshness == recette.Fresh && s.Accepted == "" {
				failed++
			}
		}
		if row.State == standing.Proved && (proved != row.Cases || total != row.Cases) {
			t.Errorf("seed %d: %s is proved by %d of %d cases", seed, row.Criterion, proved, row.Cases)
		}
		if (failed > 0) != (row.State == standing.Failed) {
			t.Errorf("seed %d: %s is %s with %d failed", seed, row.Criterion, row.State, failed)
		}
		if row.Proved != proved {
			t.Errorf("seed %d: %s says %d proved, want %d", seed, row.Criterion, row.Proved, proved)
		}
		if got := recette.Figures(row.Figures); got.InScope != row.Cases {
			t.Errorf("seed %d: %s has figures of %d cases, %d cases", seed, row.Criterion, got.InScope, row.Cases)
		}
	}
}

// A builder may be asked again: it keeps nothing of what it answered.
func TestMatrix_AskedTwice(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	texts, ids := project(r, 12)
	statuses := tested(r, ids)
	first := build(t, matrix.Options{}, texts...)
	m := first.Matrix(statuses, matrix.Head{})
	again := first.Matrix(statuses, matrix.Head{})
	if fmt.Sprint(m.Totals) != fmt.Sprint(again.Totals) || len(m.Rows) != len(again.Rows) {
		t.Error("asked twice, the builder says two things")
	}
}

func BenchmarkMatrix(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	texts, ids := project(r, 4_000)
	statuses := tested(r, ids)
	o := matrix.Options{}
	built := build(b, o, texts...)
	b.Run(fmt.Sprintf("fold/%d_cases", len(ids)), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			built.Matrix(statuses, matrix.Head{})
		}
	})
}
