package verify

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recette/internal/recette"
)

// A constat is a PV of the rows of one branch. Its référent signs it, and it decides nothing.

// constat is what a PV says of the constat of a branch.
type constat struct {
	Antenne  string     `json:"antenne"`
	Number   string     `json:"number"`
	SHA256   string     `json:"sha256"`
	SignedBy string     `json:"signed_by"`
	SignedAt *time.Time `json:"signed_at"`
	Size     int64      `json:"size"`
	Since    int        `json:"since"`
}

// seatMark begins the name of the field of the référent of a branch.
const seatMark = "REFERENT-"

// constatOf finds the rows of the branch of a constat; false when the plan plays nothing there.
func (c *check) constatOf() (scope, bool) {
	s := scope{antenne: c.pv.Antenne, in: map[string]bool{}, held: map[string][]string{}, known: map[string]bool{}}
	here := map[string]bool{}
	for _, z := range c.frozen.Cases {
		s.known[z.ID], here[z.ID] = true, z.Antenne == s.antenne
	}
	add := func(id string) {
		if here[id] && !s.in[id] {
			s.in[id] = true
			s.ids = append(s.ids, id)
		}
	}
	for i, j := range c.frozen.Journeys {
		if !slices.ContainsFunc(j.Cases, func(id string) bool { return here[id] }) {
			continue
		}
		s.rows = append(s.rows, i)
		for _, id := range j.Cases {
			if add(id); here[id] {
				s.held[id] = append(s.held[id], j.Code)
			}
		}
	}
	for _, z := range c.frozen.Cases {
		add(z.ID)
	}
	return s, len(s.ids) > 0 && c.canon.lives && slices.Contains(c.frozen.Antennes, s.antenne)
}

// seat is the field of the référent of a branch: the branch as the ids of its rows name it.
func (s *scope) seat() string {
	_, branch, _ := strings.Cut(s.ids[0], "@")
	return strings.ToUpper(seatMark + branch)
}

// referent gives who signs a constat: the one of the référents of the branch whom the PV names, else the first. That
// the signature is theirs is judged apart.
func (c *check) referent(s scope) []signatory {
	shown := at(c.pv.Signers, 0)
	var found *frozenParty
	for i := range c.frozen.Parties {
		p := &c.frozen.Parties[i]
		if p.Role != string(recette.Referent) || !c.ofBranch(p, s.antenne) {
			continue
		}
		if found == nil || p.Name == shown.Name && found.Name != shown.Name {
			found = p
		}
	}
	if found == nil {
		return nil
	}
	known := c.custody.keys[s.seat()]
	x := signatory{
		Role: found.Role, Name: found.Name, Entity: found.Entity, Field: s.seat(),
		Certificate: known.Fingerprint, Authority: known.Issuer,
	}
	c.manner(&x, found)
	return []signatory{x}
}

// ofBranch tells whether a branch is that of a référent: one of those that they are limited to or, when they are
// limited to none, the one that they belong to.
func (c *check) ofBranch(p *frozenParty, antenne string) bool {
	now := c.then(p.Ref, math.MaxInt64)
	if len(now.Perimeter) == 0 {
		return sameBranch(c.branchOf(p), antenne)
	}
	return slices.ContainsFunc(now.Perimeter, func(place string) bool { return sameBranch(place, antenne) })
}

// sameBranch tells whether two names are those of one branch, whatever their accents, capitals and hyphens: the panel
// of a plan holds no two such names.
func sameBranch(a, b string) bool {
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, norm.NFD.String(strings.ToLower(s)))
	}
	return letters(a) == letters(b)
}

// entities gives those that a PV is of: the branch of a constat, those of the plan of any other.
func (c *check) entities() []string {
	if c.pv.Antenne != "" {
		return []string{c.pv.Antenne}
	}
	return c.frozen.Entities
}

// decisive tells whether a field is of the decision, and of what prepares it: a constat has none of it.
func decisive(number string) bool {
	chapter, _, _ := strings.Cut(number, ".")
	return slices.Contains([]string{"6", "7", "8"}, chapter) || number == "9" || number == "3.6"
}

// constats gives what the leaves say of the constat of each branch: the last that was signed, else the last that was
// made, and that nobody ended; and of how many rows of the branch something was recorded since.
func (c *check) constats(f *fold, s scope) (out []constat) {
	if s.antenne != "" || !c.canon.lives {
		return nil
	}
	for _, antenne := range c.frozen.Antennes {
		if !slices.ContainsFunc(c.pv.Cases, func(row *caseRow) bool { return row.Antenne == antenne }) {
			continue
		}
		x := constat{Antenne: antenne}
		var of *paper
		for _, p := range f.papers {
			if p.Antenne == antenne && p.ended == nil && (of == nil || p.referent != nil || of.referent == nil) {
				of = p
			}
		}
		if of != nil {
			x.Number, x.SHA256, x.Size = of.Number, of.sum, of.Checkpoint
			if l := of.referent; l != nil {
				n := &notes{fold: f}
				x.SignedBy, _ = c.participant(f, n, ref(l.Actor), at(c.pv.Constats, len(out)).SignedBy)
				x.SignedAt = n.when(l)
			}
			for _, row := range c.pv.Cases {
				if n := len(row.Leaves); row.Antenne == antenne && n > 0 && row.Leaves[n-1] >= of.Checkpoint {
					x.Since++
				}
			}
		}
		out = append(out, x)
	}
	return out
}
