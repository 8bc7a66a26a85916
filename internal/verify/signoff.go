package verify

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recette/internal/calendar"
	"recette/internal/journal"
	"recette/internal/route"
)

type signedOff struct {
	Journey  string          `json:"journey"`
	Effect   string          `json:"effect"`
	Phase    string          `json:"phase"`
	Number   string          `json:"number"`
	Round    int             `json:"round"`
	Complete bool            `json:"complete"`
	Steps    []signedOffStep `json:"steps"`
	Acts     []signedOffAct  `json:"acts"`
}

type signedOffStep struct {
	Kind   string     `json:"kind"`
	Role   string     `json:"role"`
	Who    string     `json:"who"`
	Branch string     `json:"branch"`
	Status string     `json:"status"`
	By     string     `json:"by"`
	At     *time.Time `json:"at"`

	Function string `json:"function"`
	Identity string `json:"identity"`
	SHA256   string `json:"sha256"`

	Due  string `json:"due"`
	Late bool   `json:"late"`
}

type signedOffAct struct {
	Act    string    `json:"act"`
	Number string    `json:"number"`
	SHA256 string    `json:"sha256"`
	Role   string    `json:"role"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// signedOff gives what the plan asks before the decision and where it stands, from the leaves; nil when it asks for
// nothing. What has no place on the route, and a decision that did not wait for its end, are doubtful.
func (c *check) signedOff(f *fold, s scope, n *notes) *signedOff {
	p := c.frozen.Sections.Signoff.With(c.frozen.Antennes)
	if !p.Asked() {
		for _, l := range f.signing {
			if l.Visa != nil && l.Seq > f.begun() {
				f.flaws = append(f.flaws, flawed{l, "signoff"})
			}
		}
		return nil
	}
	journey, shown := f.routed(s.journey), signedOff{}
	if c.pv.Signoff != nil {
		shown = *c.pv.Signoff
	}
	c.way = c.routeOf(f, s, journey)
	out := &signedOff{
		Journey: journey, Effect: "warn", Phase: string(c.way.Phase), Number: c.way.PV, Round: c.way.Round,
		Complete: c.way.Complete,
	}
	if p.Blocks() {
		out.Effect = "block"
	}
	by := map[int64]*journal.Leaf{}
	for _, l := range f.notes {
		by[l.Seq] = l
		if l.Visa == nil || l.Visa.Journey != journey {
			continue
		}
		was := at(shown.Acts, len(out.Acts))
		out.Acts = append(out.Acts, signedOffAct{
			Act: l.Visa.Act, Number: l.Visa.Number, SHA256: l.Visa.SHA256, Role: string(roleOf(l.Actor)),
			By: n.by(l, was.By), At: n.at(l), Reason: n.text(l.Visa.Reason, was.Reason),
		})
	}
	for i := range c.way.Steps {
		x := &c.way.Steps[i]
		step := signedOffStep{
			Kind: string(x.Kind), Role: x.Role, Who: c.masked(x.Who), Branch: x.Branch, Status: string(x.Status),
			Due: x.Due, Late: x.Late,
		}
		if l := by[x.Seq]; x.Ref != "" && l != nil {
			step.By, step.At = n.by(l, at(shown.Steps, i).By), n.when(l)
			c.sealed(&step, l)
		}
		out.Steps = append(out.Steps, step)
	}
	for _, l := range f.signing {
		why := c.way.Displaced[l.Seq]
		if why == route.None || l.Decision != nil && !p.Blocks() {
			continue
		}
		f.flaws = append(f.flaws, flawed{l, "signoff"})
	}
	c.submitted(f, journey)
	return out
}

// routeOf gives where the route of a journey stands on the day of the PV, from the leaves.
func (c *check) routeOf(f *fold, s scope, journey string) route.State {
	p := c.frozen.Sections.Signoff.With(c.frozen.Antennes)
	if !p.Asked() {
		return route.State{}
	}
	return route.Of(p, c.acts(f, s, journey), c.pv.IssuedAt.In(c.zone()).Format(time.DateOnly))
}

// sealed completes a step of the route with who gave it, what is known of them, and the file that it was said of.
func (c *check) sealed(step *signedOffStep, l *journal.Leaf) {
	if step.Identity = "declared"; l.Actor.Auth {
		step.Identity = "authenticated"
	}
	if _, p := c.known(l.Actor.Ref); p != nil {
		step.Function = c.function(p)
	}
	if l.Visa != nil {
		step.SHA256 = l.Visa.SHA256
	}
}

// submitted judges whether what was put on the route is a PV that the log says was rendered, of that journey and of no
// branch, as it was.
func (c *check) submitted(f *fold, journey string) {
	for _, l := range f.signing {
		v := l.Visa
		if v == nil || v.Journey != journey {
			continue
		}
		if !slices.ContainsFunc(f.papers, func(p *paper) bool {
			return p.Number == v.Number && p.Journey == v.Journey && p.Antenne == "" && p.SHA256 == v.SHA256 &&
				p.at < l.Seq
		}) {
			f.flaws = append(f.flaws, flawed{l, "documents"})
		}
	}
}

// routed gives the journey whose route is that of a journey: its own or, when no PV of it was submitted, that of the
// whole campaign.
func (f *fold) routed(journey string) string {
	on := func(of string) bool {
		return slices.ContainsFunc(f.signing, func(l *journal.Leaf) bool {
			return l.Visa != nil && l.Visa.Act == string(route.Submit) && l.Visa.Journey == of
		})
	}
	if journey != "" && !on(journey) && on("") {
		return ""
	}
	return journey
}

// acts gives the facts that bear on a route, in order.
func (c *check) acts(f *fold, s scope, journey string) []route.Act {
	var acts []route.Act
	day := c.daysOf(f)
	for _, l := range f.signing {
		a := route.Act{Seq: l.Seq, Day: day[l.Seq], Ref: ref(l.Actor), Role: string(roleOf(l.Actor))}
		x := c.then(a.Ref, l.Seq)
		a.Name, a.Branch = x.Name, c.branchOf(&x)
		of := ""
		switch {
		case l.Visa != nil:
			a.What, a.PV, of = route.What(l.Visa.Act), l.Visa.Number, l.Visa.Journey
			if a.Whole = s.journey != journey; of != journey {
				continue
			}
		case l.Opinion != nil:
			a.What, of = route.Opinion, l.Opinion.Journey
		case l.Decision != nil:
			a.What, of = route.Decide, l.Decision.Journey
		default:
			a.What = route.Iterate
		}
		if of == "" || of == journey || l.Decision != nil && of == s.journey {
			acts = append(acts, a)
		}
	}
	for _, l := range f.gaps {
		if f.overtakes(l) {
			acts = append(acts, route.Act{What: route.Result, Seq: l.Seq})
		}
	}
	for _, id := range s.ids {
		for _, seq := range f.cases[id].leaves {
			acts = append(acts, route.Act{What: route.Result, Seq: seq})
		}
	}
	slices.SortStableFunc(acts, func(a, b route.Act) int { return cmp.Compare(a.Seq, b.Seq) })
	return acts
}

// overtakes tells whether what was said of an anomaly, of a reserve or against a result bears on what the PV is about.
func (f *fold) overtakes(l *journal.Leaf) bool {
	switch {
	case l.Anomaly != nil:
		a := f.numbered[l.Anomaly.Number]
		return a == nil || f.bears.anomaly(a)
	case l.Reserve != nil:
		r := f.kept[l.Reserve.Number]
		return r == nil || f.bears.reserve(r)
	}
	return f.scope.bears(l.Objection.Case)
}

// begun gives where the present iteration began.
func (f *fold) begun() int64 {
	if n := len(f.iterations); n > 0 {
		return f.iterations[n-1].Seq
	}
	return -1
}

// daysOf gives the day of each leaf that bears on a route: its own, and at most that of each leaf that follows it and
// that of the PV, since a clock that was ahead ends no delay.
func (c *check) daysOf(f *fold) map[int64]string {
	bears := map[int64]bool{}
	for _, l := range f.signing {
		bears[l.Seq] = true
	}
	days, day := map[int64]string{}, c.pv.IssuedAt.In(c.zone()).Format(time.DateOnly)
	for i := len(c.proven) - 1; i >= 0; i-- {
		l := &c.proven[i].leaf
		if said := calendar.DayOf(l.At, c.zone()); said != "" {
			day = min(day, said)
		}
		if bears[l.Seq] {
			days[l.Seq] = day
		}
	}
	return days
}

// branch gives a branch as the plan writes it, whatever its accents and capitals.
func (m *manifest) branch(said string) string {
	for _, name := range m.Antennes {
		if letters(name) == letters(said) {
			return name
		}
	}
	return said
}

// branchOf gives the branch that somebody is of: their entity when the plan is played there, else the one branch of
// their perimeter.
func (c *check) branchOf(p *frozenParty) string {
	own := c.frozen.branch(p.Entity)
	if !slices.Contains(c.frozen.Antennes, own) && len(p.Perimeter) == 1 {
		own = c.frozen.branch(p.Perimeter[0])
	}
	return own
}

// then gives somebody, with the perimeter that was theirs at a position.
func (c *check) then(ref string, seq int64) frozenParty {
	who := frozenParty{Ref: ref}
	if _, x := c.known(ref); x != nil {
		who = *x
	}
	who.Perimeter = nil
	for i := range c.planned {
		if c.planned[i].Ref == ref {
			who.Perimeter = c.planned[i].Perimeter
		}
	}
	if now := c.standing(ref, seq); now != nil && now.placed {
		who.Perimeter = now.places
	}
	return who
}

// letters gives the letters and digits of a name, without accents nor capitals, and where words part.
func letters(name string) string {
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
