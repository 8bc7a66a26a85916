package verify

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"recette/internal/pdf"
)

// A national PV carries the files of the constats that it cites. Each is judged as a file of its own, with what whoever
// verifies trusts, within the budget of the whole; then beside the PV. One level deep: a constat carries none.

// constatName begins the name of a constat that travels; mostJoined is how many may.
const (
	constatName = "constat-"
	mostJoined  = 128
)

// Joined is the constat of a branch that a PV cites as signed: judged when it travels in the PV.
type Joined struct {
	Antenne    string    `json:"antenne"`
	Number     string    `json:"number"`
	SHA256     string    `json:"sha256"`         // of its file, as the PV cites it
	File       string    `json:"file,omitempty"` // under which it travels; empty when it does not
	Status     Status    `json:"status"`
	Signer     string    `json:"signer,omitempty"` // as the file is signed
	DeclaredAt time.Time `json:"declared_at,omitzero"`
	Findings   []Finding `json:"findings"`        // beside the PV
	Alone      []Finding `json:"alone,omitempty"` // on the file alone, remarks aside

	report *Report
	said   constat // of it, by the PV
}

// joins tells whether a file is the constat of a branch that the PV cites as signed. A constat cites none.
func (c *check) joins(f *fileRow) bool {
	return f.Name == constatName+f.SHA256+".pdf" && !c.inner &&
		slices.ContainsFunc(c.pv.Constats, func(x constat) bool { return x.SHA256 == f.SHA256 && x.SignedAt != nil })
}

// carries tells whether the data name a constat that travels.
func (c *check) carries() bool {
	return !c.inner && slices.ContainsFunc(c.pv.Files, func(f fileRow) bool {
		return strings.HasPrefix(f.Name, constatName)
	})
}

// cite notes the constats that the PV cites as signed, and which of them travel: the data are let go before they are
// judged. More than a PV carries are a fault of it.
func (c *check) cite(files map[string]*Enclosure) {
	travel := 0
	for _, x := range c.pv.Constats {
		if x.SignedAt == nil || c.inner {
			continue
		}
		j := Joined{Antenne: x.Antenne, Number: x.Number, SHA256: x.SHA256, Status: Conform, said: x}
		if name := constatName + x.SHA256 + ".pdf"; files[name] != nil {
			if travel++; travel > mostJoined {
				c.contents.add(bad(Attached, name))
				continue
			}
			j.File = name
		}
		c.cited = append(c.cited, j)
	}
}

// join judges the constats that travel, once everything else is, and says of the PV what they make of it.
func (c *check) join(ctx context.Context, r *Report) error {
	for i := range c.cited {
		j := &c.cited[i]
		j.Findings = []Finding{}
		if j.File == "" {
			j.add(info(ConstatApart, j.Antenne, j.Number))
		} else if err := c.unfold(ctx, j); err != nil {
			return err
		}
		r.Status = worse(r.Status, j.Status)
	}
	r.Joined = c.cited
	return nil
}

func (j *Joined) add(f Finding) {
	j.Findings = append(j.Findings, f)
	j.Status = worse(j.Status, f.Status)
}

// unfold judges one constat, then compares it with what the PV says of it: of its branch, of the same plan, under the
// number and by the référent that the journal gives, on an earlier state of the same log.
func (c *check) unfold(ctx context.Context, j *Joined) error {
	before := c.budget.Held()
	defer func() { c.budget.Release(int(c.budget.Held() - before)) }()
	file := c.files[j.File]
	if file.Size > MaxFile {
		j.add(bad(ConstatUnsound, j.Number))
		return nil
	}
	data, err := file.Bytes()
	file.whole = nil
	if over := c.exceeded(j); over || ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		j.add(bad(ConstatUnsound, j.Number))
		return nil
	}
	o := c.o
	o.Expect, o.Journal, o.Audit, o.Witnesses, o.Evidence, o.Beside = nil, nil, nil, nil, nil, true
	inner := newCheck(data, o, c.budget)
	inner.inner = true
	err = inner.judge(ctx)
	switch {
	case errors.Is(err, ErrUnreadable) || errors.Is(err, pdf.ErrPDF):
		j.add(bad(ConstatUnsound, j.Number))
		return nil
	case err != nil:
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	r := inner.finish()
	j.report, j.Alone = r, r.doubts()
	if len(r.Signatures) == 1 {
		j.Signer, j.DeclaredAt = r.Signatures[0].Signer, r.Signatures[0].DeclaredAt
	}
	if c.exceeded(j) {
		return nil
	}
	if j.Status = r.Status; r.Status == NotConform {
		j.add(bad(ConstatUnsound, j.Number))
	}
	for _, what := range c.otherwise(inner, j) {
		j.add(bad(ConstatDiffers, j.Number, what))
	}
	if a, b := c.report.head, r.head; a != nil && b != nil {
		if same, known := agree(a, b); known && !same {
			j.add(bad(Equivocation, j.File, a.origin))
		}
	}
	return nil
}

// exceeded says that the budget was, while a constat was judged.
func (c *check) exceeded(j *Joined) bool {
	f, over := c.overrun()
	if over {
		j.add(f)
	}
	return over
}

// otherwise gives what a constat says otherwise than the PV that carries it.
func (c *check) otherwise(inner *check, j *Joined) (what []string) {
	r := inner.report
	if r.Data == nil {
		return nil // why is among its own findings
	}
	for _, x := range []struct {
		name string
		same bool
	}{
		{"antenne", r.Data.Antenne != "" && r.Data.Antenne == j.Antenne},
		{"reference.campaign", r.Data.Campaign == c.report.Data.Campaign},
		{"constats.manifest", inner.planSum == c.planSum},
		{"number", r.Data.Number == j.Number},
		{"constats.signed_by", sameName(plain(j.Signer), j.said.SignedBy)},
		{"constats.size", r.Data.Checkpoint == j.said.Size},
		{"journal.origin", r.Data.Origin == c.report.Data.Origin},
		{"journal.verifier", c.sameLog(r)},
	} {
		if !x.same {
			what = append(what, x.name)
		}
	}
	return what
}

// sameLog tells whether the head of a constat is signed by the key of that of the PV, or by one that it follows.
func (c *check) sameLog(r *Report) bool {
	if r.Data.Verifier == c.report.Data.Verifier {
		return true
	}
	a, b := c.report.head, r.head
	return a != nil && b != nil && (succeeds(a.keys, a, b) || succeeds(b.keys, a, b))
}

// doubts gives what was found of a file, remarks aside.
func (r *Report) doubts() (all []Finding) {
	lists := [][]Finding{r.Content, r.Changes}
	if r.Drawing != nil {
		lists = append(lists, r.Drawing.Findings)
	}
	for i := range r.Signatures {
		lists = append(lists, r.Signatures[i].Findings)
	}
	for _, list := range lists {
		for _, f := range list {
			if f.Status != Conform {
				all = append(all, f)
			}
		}
	}
	return all
}
