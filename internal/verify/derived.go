package verify

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

// derive computes again what the PV derives from plan and leaves: what it covers, who was to sign, the sessions, the
// warnings, what it did not show and what is unknown.
func (c *check) derive(f *fold, s scope, sessions []session) {
	pv := c.pv
	names := differs(append(
		c.termed(f, s),
		field{"data_sets", pv.DataSets, c.dataSets(s)}, field{"stories", pv.Stories, c.stories(s)},
		field{"rules", pv.Rules, gathered(f, s, func(z *frozenCase) []string { return z.Rules })},
		field{"roles", pv.Roles, gathered(f, s, func(z *frozenCase) []string { return z.Roles })},
		field{"signers", pv.Signers, c.signatories(f, s)},
		field{"sessions", pv.Sessions, sessions},
		field{"absent", pv.Absent, c.absent()}, field{"constats", pv.Constats, c.constats(f, s)},
	)...)
	if !c.titled(s) {
		names = append(names, "title")
	}
	if !c.warned(f, s) {
		names = append(names, "warnings")
	}
	if !c.unshown() {
		names = append(names, "not_shown")
	}
	if !c.printed() {
		names = append(names, "printed")
	}
	if pv.Derivation > 0 && !numbered(pv.Number) {
		names = append(names, "number")
	}
	if pv.Derivation > 0 && !c.canon.whole(pv) {
		names = append(names, "derivation")
	}
	if pv.Derivation > 0 && !c.canon.drawn(pv.Layout) {
		names = append(names, "layout")
	}
	switch {
	case pv.Derivation == 0 && pv.Openings != nil:
		c.contents.add(bad(Derived, "derivation")) // no version made such a PV
	case pv.Derivation == 0: // anybody may take the number away, and the words with it: nothing then proves a sentence
		c.contents.add(doubt(Underived, "derivation"))
	}
	for _, n := range names {
		if pv.Derivation == 0 {
			c.contents.add(doubt(Underived, n))
		} else {
			c.contents.add(bad(Derived, n))
		}
	}
	for _, row := range pv.Cases {
		if t := f.cases[row.ID]; t != nil && !c.reason(f, row, t).fits(row.Reason) {
			c.contents.add(bad(CaseResult, row.ID, "reason"))
		}
	}
}

// dataSets gives those that a case of the scope names, and those that no case of the plan names.
func (c *check) dataSets(s scope) []dataSet {
	named, here := map[string]bool{}, map[string]bool{}
	for _, z := range c.frozen.Cases {
		for _, code := range z.DataSets {
			named[code], here[code] = true, here[code] || s.in[z.ID]
		}
	}
	var out []dataSet
	for _, d := range c.frozen.DataSets {
		if here[d.Code] || !named[d.Code] {
			out = append(out, c.owned(d.dataSet))
		}
	}
	return out
}

// stories gives the stories of the cases, under the name that the first case of each gives it.
func (c *check) stories(s scope) []story {
	byID := map[string]*frozenCase{}
	for i := range c.frozen.Cases {
		byID[c.frozen.Cases[i].ID] = c.frozen.Cases[i]
	}
	found := map[string]*story{}
	for _, id := range s.ids {
		z := byID[id]
		if z.Story == "" {
			continue
		}
		if found[z.Story] == nil {
			found[z.Story] = &story{ID: z.Story, Title: z.Feature, Epic: z.Epic}
		}
		found[z.Story].Criteria = append(found[z.Story].Criteria, z.Criteria...)
	}
	out := make([]story, 0, len(found))
	for _, x := range found {
		x.Criteria = set(x.Criteria)
		out = append(out, *x)
	}
	slices.SortFunc(out, func(a, b story) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// gathered gives what the cases of the scope name, each once.
func gathered(f *fold, s scope, of func(*frozenCase) []string) []string {
	var all []string
	for _, id := range s.ids {
		all = append(all, of(f.cases[id].frozen)...)
	}
	return set(all)
}

// set sorts a list and drops repeats; it is never nil, as the lists of the documents are.
func set(all []string) []string {
	out := append([]string{}, all...)
	slices.Sort(out)
	return slices.Compact(out)
}

// signatories gives who is to sign: the PPO that certifier says and who decided, else the first participant of each
// role.
func (c *check) signatories(f *fold, s scope) []signatory {
	if s.antenne != "" {
		return c.referent(s)
	}
	decider, deputy := "", ""
	l := f.decision(s.journey)
	if c.pv.Lifting != nil {
		l = c.liftedBy(f)
	}
	if l != nil {
		decider, deputy = ref(l.Actor), c.delegated(f, l)
	}
	var out []signatory
	for _, role := range []struct {
		name   recette.Role
		prefer string
	}{{recette.PPO, c.certifier(f.opener)}, {recette.PO, decider}} {
		at := -1
		for i, p := range c.frozen.Parties {
			if p.Role == string(role.name) && (at < 0 || p.Ref == role.prefer) {
				at = i
			}
		}
		number := ""
		if role.name == recette.PO && deputy != "" { // whoever decides for them signs for them
			for i, p := range slices.Backward(c.frozen.Parties) {
				if p.Ref == decider {
					at, number = i, deputy
				}
			}
		}
		if at >= 0 {
			p, title := c.frozen.Parties[at], string(role.name)
			s := signatory{
				Role: title, Name: p.Name, Entity: p.Entity, Field: strings.ToUpper(title), Delegation: number,
			}
			known := c.custody.keys[s.Field]
			s.Certificate, s.Authority = known.Fingerprint, known.Issuer
			c.manner(&s, &p)
			out = append(out, s)
		}
	}
	return out
}

// certifier gives the reference of the PPO whom the box names, whoever of them that is, else of who opened the
// campaign: the journal knows whose key signs, and a signature is held to the name in its box.
func (c *check) certifier(opener string) (found string) {
	named := func(name string) bool {
		return slices.ContainsFunc(c.pv.Signers, func(s signatory) bool { return s.Field == "PPO" && s.Name == name })
	}
	for _, p := range c.frozen.Parties {
		if p.Role == string(recette.PPO) && named(p.Name) && (found == "" || p.Ref == opener) {
			found = p.Ref
		}
	}
	return cmp.Or(found, opener)
}

// sessions gives what each author did on each day, in order of the first observation. The name of the author is as
// shown: its opening proves it.
func (c *check) sessions(f *fold) []session {
	var out []session
	var cases []map[string]bool
	known := map[sessionKey]int{}
	n := &notes{fold: f}
	for _, p := range f.runs {
		l := &p.leaf
		at, err := time.Parse(journal.TimeLayout, l.At)
		if err != nil {
			continue
		}
		k := sessionKey{f.playedOn(l), l.Actor.Ref, l.Actor.Role, f.attended(l), taker(l)}
		i, there := known[k]
		if !there {
			i = len(out)
			known[k] = i
			f.authors = append(f.authors, l.Actor)
			out = append(out, session{Day: k.day, Role: k.role, From: at, To: at, Meeting: k.meeting})
			cases = append(cases, map[string]bool{})
			if i < len(c.pv.Sessions) {
				out[i].Actor = c.pv.Sessions[i].Actor
			}
			if k.taker != "" {
				shown := session{}
				if i < len(c.pv.Sessions) {
					shown = c.pv.Sessions[i]
				}
				out[i].TakenBy, _ = c.participant(f, n, k.taker, shown.TakenBy)
			}
		}
		cases[i][l.Result.Case] = true
		out[i].To, out[i].Cases = at, len(cases[i])
	}
	return out
}

// printed tells whether the choice of the annexes that are printed whole has its one form, and leaves out none that the
// plan prints. Whatever it is, the pages are drawn again with it: what whoever signs must read is never left out.
func (c *check) printed() bool {
	choice := c.pv.Printed
	if choice == nil {
		return true
	}
	usual := []string{"A", "B", "C", "F", "G"}
	known := append(slices.Clone(usual), auditAnnex)
	missing := func(list []string) func(string) bool {
		return func(x string) bool { return !slices.Contains(list, x) }
	}
	return c.canon.lives && !slices.Equal(choice, usual) && slices.IsSorted(choice) &&
		len(slices.Compact(slices.Clone(choice))) == len(choice) && !slices.ContainsFunc(choice, missing(known)) &&
		!slices.ContainsFunc(c.frozen.Sections.Printed, missing(choice))
}

// sessionKey tells sessions apart.
type sessionKey struct{ day, ref, role, meeting, taker string }

// titled compares the title, which names the journey or the plan. The PV of a plan of one journey that holds every case
// may be of either.
func (c *check) titled(s scope) bool {
	if c.pv.Lifting != nil {
		return c.phrase("pv.title.lifting", c.lifts()).fits(c.pv.Title)
	}
	if s.antenne != "" {
		return c.phrase("pv.title.constat", s.antenne, c.frozen.Title).fits(c.pv.Title)
	}
	whole := c.phrase("pv.title.all", c.frozen.Title).fits(c.pv.Title)
	if len(s.rows) != 1 || s.journey == "" && len(c.frozen.Journeys) != 1 {
		return whole
	}
	j, key := &c.frozen.Journeys[s.rows[0]], "pv.title.journey"
	if j.Critical {
		key = "pv.title.critical"
	}
	return c.phrase(key, j.Title).fits(c.pv.Title) ||
		whole && len(c.frozen.Journeys) == 1 && len(s.ids) == len(c.frozen.Cases)
}
