package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recette/internal/yamldoc"
)

// A plan row is a frozen case that is played once. A scenario of the branches gives one in each branch of the plan's
// panel: its id is that of the case, an arobase, and the branch.

// rowMark stands between the id of a case and its branch: no id of a case holds it.
const rowMark = "@"

// rowID gives the id of the row of a case in a branch; that of the case when it is played once.
func rowID(caseID, antenne string) string {
	if antenne == "" {
		return caseID
	}
	return caseID + rowMark + Slug(antenne)
}

// CaseID gives the id of the case that a row plays, as the features know it: whatever compares a campaign with the
// features asks for it.
func CaseID(row string) string {
	id, _, _ := strings.Cut(row, rowMark)
	return id
}

// Slug writes the name of a branch as a part of an id: letters without accents, digits, and hyphens for all the rest.
// It is empty for a name without any letter or digit.
func Slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		case unicode.IsMark(r):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

// Quorum says how many branches must find a scenario conform for it to prove what it is about: "all", which an empty
// one is, "any", or "2/3" for two branches of a panel of three.
type Quorum string

// The quorums that have a name.
const (
	quorumAll Quorum = "all"
	quorumAny Quorum = "any"
)

// Name is the quorum in one word.
func (q Quorum) Name() string { return string(cmp.Or(q, quorumAll)) }

// valid tells whether the quorum makes sense for a panel of a size.
func (q Quorum) valid(panel int) bool {
	switch q {
	case "", quorumAll, quorumAny:
		return true
	}
	need, of, ok := q.terms()
	return ok && need >= 1 && need <= of && of == panel
}

func (q Quorum) terms() (need, of int, ok bool) {
	a, b, _ := strings.Cut(string(q), "/")
	need, err := strconv.Atoi(a)
	of, err2 := strconv.Atoi(b)
	return need, of, err == nil && err2 == nil && string(q) == fmt.Sprintf("%d/%d", need, of)
}

// Need gives how many of the rows of a scenario must be conform. One that nobody can read asks for all of them: the
// severe reading.
func (q Quorum) Need(rows int) int {
	if q == quorumAny {
		return min(1, rows)
	}
	if need, _, ok := q.terms(); ok && need >= 1 {
		return min(need, rows)
	}
	return rows
}

// places gives the branches in which a case is played, one that is empty when it is played once.
func (f *freezer) places(tags []string) []string {
	if len(f.in.Plan.Antennes) == 0 || !slices.Contains(tags, f.tags.Branch) {
		return []string{""}
	}
	return f.in.Plan.Antennes
}

// panel says that nothing is played in the branches that the plan names.
func (f *freezer) panel() {
	f.m.Antennes, f.m.Quorum = slices.Clone(f.in.Plan.Antennes), f.in.Plan.Quorum
	played := func(c FrozenCase) bool { return c.Antenne != "" }
	if len(f.m.Antennes) > 0 && !slices.ContainsFunc(f.m.Cases, played) {
		f.addAt(levelWarning, "antennes", noBranchCase, "", f.tags.Branch)
	}
}

// checkPanel refuses branches whose rows nobody could tell apart, and a quorum that they cannot reach.
func (p *Plan) checkPanel(doc *yamldoc.Doc) {
	seen := map[string]bool{}
	for i, name := range p.Antennes {
		s := Slug(name)
		if s == "" || seen[s] {
			doc.Report(fmt.Sprintf("antennes[%d]", i), badAntenne, "", name)
		}
		seen[s] = true
	}
	if p.Quorum != "" && len(p.Antennes) == 0 || !p.Quorum.valid(len(p.Antennes)) {
		doc.Report("quorum", badQuorum, "", string(p.Quorum), strconv.Itoa(len(p.Antennes)))
	}
}
