package gap

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"recette/internal/campaign/state"
	"recette/internal/plan"
)

// Known is an anomaly that was raised already.
type Known struct {
	Number  string
	Case    string
	Step    int // 1-based; 0: about the whole case
	Summary string
}

// Standing gives the anomalies that stand, as another one may repeat them. texts gives what commitments say.
func Standing(all []state.Anomaly, texts map[string]string) (known []Known) {
	for i := range all {
		if a := &all[i]; a.Open() {
			k := Known{Number: a.Number, Case: a.Case, Summary: texts[a.Summary]}
			if a.Step != nil {
				k.Step = *a.Step + 1
			}
			known = append(known, k)
		}
	}
	return known
}

// Sift says which anomalies and drafts are asked for; empty fields ask for all.
type Sift struct {
	Severity, Status, Owner string // the name of who corrects
	Open                    bool   // those that weigh on a decision
	Of                      func(row string) bool
}

// Anomaly tells whether one is asked for.
func (s *Sift) Anomaly(a *state.Anomaly, texts map[string]string) bool {
	return (s.Severity == "" || a.Severity == s.Severity) && (s.Status == "" || a.Status == s.Status) &&
		(s.Of == nil || s.Of(a.Case)) && (!s.Open || a.Open()) &&
		(s.Owner == "" || SameName(texts[a.Owner], s.Owner))
}

// Draft tells whether one is asked for: it has neither severity nor owner.
func (s *Sift) Draft(d *state.Draft) bool {
	return s.Severity == "" && s.Status == "" && s.Owner == "" && (s.Of == nil || s.Of(d.Case))
}

// mostAlike is how many anomalies are suggested: a person looks at each.
const mostAlike = 3

// Alike gives the anomalies that another one may repeat, the most alike first: those about the same step or with about
// the same words. Nothing but the words is looked at: the same anomalies give the same list.
func Alike(a Anomaly, known []Known) []Known {
	type scored struct {
		Known
		score int
	}
	var found []scored
	mine := words(a.Summary)
	for _, k := range known {
		n := shared(mine, words(k.Summary)) // in percents
		same := a.Case != "" && k.Case == a.Case
		step := same && (k.Step == a.Step || k.Step == 0 || a.Step == 0)
		if n < 50 && (!step || n < 20) && (!same || k.Step != a.Step || a.Step == 0) {
			continue
		}
		if step {
			n += 100
		}
		found = append(found, scored{k, n})
	}
	slices.SortStableFunc(found, func(x, y scored) int { return cmp.Compare(y.score, x.score) })
	var out []Known
	for _, f := range found[:min(len(found), mostAlike)] {
		out = append(out, f.Known)
	}
	return out
}

// SameName reports whether two names are one person's, however people write them (plan.FoldName).
func SameName(a, b string) bool { return plan.FoldName(a) == plan.FoldName(b) }

// words gives what a text says, without its short words, capitals and plurals.
func words(text string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsFuncSeq(plan.FoldName(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		if w = strings.TrimSuffix(w, "s"); len([]rune(w)) > 3 {
			all[w] = true
		}
	}
	return all
}

// shared is how many words two texts share, among those of both, in percents.
func shared(a, b map[string]bool) int {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	all := len(a) + len(b) - both
	if all == 0 {
		return 0
	}
	return 100 * both / all
}
