package verify

import (
	"slices"
	"strings"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

// documentRow is an earlier PV as the PV shows it.
type documentRow struct {
	Number    string     `json:"number"`
	Journey   string     `json:"journey"`
	SHA256    string     `json:"sha256"`
	SignedAt  *time.Time `json:"signed_at"`
	Standing  string     `json:"standing"`
	With      string     `json:"with"`
	Reason    string     `json:"reason"`
	DecidedBy string     `json:"decided_by"`
	DecidedAt *time.Time `json:"decided_at"`
	Lifts     string     `json:"lifts"`

	Decision *documentDecision `json:"decision"`
	Signed   []documentSigned  `json:"signed"`
}

// documentDecision is the decision that an earlier PV shows.
type documentDecision struct {
	Number   string    `json:"number"`
	Decision string    `json:"decision"`
	At       time.Time `json:"at"`
}

// documentSigned is a signature of an earlier PV.
type documentSigned struct {
	Role string    `json:"role"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// unsigned is a decision on a journey alone that no earlier PV shows.
type unsigned struct {
	Journey  string           `json:"journey"`
	Decision documentDecision `json:"decision"`
	By       string           `json:"by"`
	Role     string           `json:"role"`
	PV       string           `json:"pv"`
}

// paper is an earlier PV after its leaves.
type paper struct {
	*journal.PV // as it was rendered

	at       int64           // position where it was
	since    string          // instant of its leaf
	sum      string          // of the file, as it was signed last
	signed   *journal.Leaf   // by the decision-maker
	signers  []*journal.Leaf // by anybody, in order
	ended    *journal.Leaf   // what was decided of it
	with     string          // the PV that took its place
	referent *journal.Leaf   // of a constat: signed by the référent
	sums     []string        // of the file, in each of its states
	scans    []*journal.Leaf // of printings that were signed by hand
	against  bool            // the rules do not allow what was decided
}

// standing is what it is worth.
func (p *paper) standing() recette.PVStanding {
	switch {
	case p.ended != nil && p.ended.End.Act == string(recette.PVCancel):
		return recette.PVCancelled
	case p.with != "":
		return recette.PVReplaced
	case p.ended != nil:
		return recette.PVToReplace
	case p.signed != nil:
		return recette.PVInForce
	}
	return recette.PVProject
}

// paper folds in a leaf that renders or signs a PV, or decides of one.
func (f *fold) paper(l *journal.Leaf) {
	number := ""
	switch {
	case l.End != nil:
		number = l.End.Number
	case l.Scan != nil:
		number = l.Scan.Number
	case l.PV != nil:
		number = l.PV.Number
	}
	p := f.filed[number]
	if l.Kind == journal.KindPVRendered && l.PV != nil && p == nil {
		p = &paper{PV: l.PV, at: l.Seq, since: l.At, sum: l.PV.SHA256, sums: []string{l.PV.SHA256}}
		if f.filed == nil {
			f.filed = map[string]*paper{}
		}
		f.papers, f.filed[number] = append(f.papers, p), p
		return
	}
	if p == nil {
		return
	}
	switch {
	case l.Scan != nil:
		f.scan(p, l)
	case l.Kind == journal.KindPVSigned && l.PV != nil:
		p.against = p.against || !confirms(l.PV, p.sum)
		p.sums, p.signers = append(p.sums, l.PV.SHA256), append(p.signers, l)
		if p.sum = l.PV.SHA256; recette.Role(l.PV.Role) == recette.PO {
			p.signed, p.against = l, p.against || l.Seq >= f.began && f.rival(p)
			f.succeed(p)
		} else if p.Antenne != "" && recette.Role(l.PV.Role) == recette.Referent {
			p.referent = l
		}
	case l.End != nil && !l.End.Proposed:
		if roleOf(l.Actor) != recette.PO || !p.standing().Allows(recette.PVAct(l.End.Act)) || l.End.SHA256 != p.sum {
			p.against = true
			return
		}
		if with := f.paperOf(l.End.With); l.End.With != "" &&
			(with == nil || with.standing() != recette.PVInForce || !with.succeeds(p)) {
			p.against = true
			return
		}
		p.ended, p.with = l, l.End.With
	}
}

// confirms tells whether somebody who says to have proved once more who they are did so about the file that they
// signed.
func confirms(signed *journal.PV, file string) bool {
	x := signed.Confirmed
	return x == nil || x.How == "password" && x.Of == file
}

// succeeds tells whether a PV may take the place of another: rendered later, about the same.
func (p *paper) succeeds(former *paper) bool {
	return p.at > former.at && p.Journey == former.Journey && p.Antenne == former.Antenne &&
		p.parent() == former.parent()
}

// lifts tells whether a PV lifts reserves of another one: it is in force, by acts that the rules allow.
func (p *paper) lifts(of *paper) bool {
	return !p.against && p.parent() == of.Number && p.standing() == recette.PVInForce
}

// rival tells whether another PV of the same series, which stands, was signed by the decision-maker since one was
// rendered.
func (f *fold) rival(of *paper) bool {
	for _, p := range f.papers {
		if p != of && p.Journey == of.Journey && p.Antenne == of.Antenne && p.parent() == of.parent() &&
			p.standing() == recette.PVInForce && !of.covers(p.signed.Seq) {
			return true
		}
	}
	return false
}

// succeed gives the place of those that wait for it to a PV that was rendered since.
func (f *fold) succeed(by *paper) {
	for _, p := range f.papers {
		if p != by && p.standing() == recette.PVToReplace && by.succeeds(p) && by.covers(p.ended.Seq) {
			p.with = by.Number
		}
	}
}

// documents compares the earlier PVs with their leaves: none is left out, and each is said to be worth what it is.
func (c *check) documents(f *fold, s scope) {
	var want []documentRow
	places := map[string][]string{} // by the journey of the PV that takes them
	n := &notes{fold: f}
	for _, p := range f.papers {
		if p.against {
			c.contents.add(doubt(PVRules, p.Number))
		}
		standing := p.standing()
		if standing == recette.PVProject {
			continue
		}
		shown := at(c.pv.Documents, len(want))
		x := documentRow{
			Number: p.Number, Journey: p.Journey, SHA256: p.sum, Standing: string(standing), With: p.with,
			SignedAt: n.when(p.signed), Lifts: p.parent(),
		}
		if e := p.ended; e != nil {
			x.Reason, x.DecidedBy, x.DecidedAt = n.text(e.End.Reason, shown.Reason), n.by(e, shown.DecidedBy), n.when(e)
		}
		if c.canon.papers {
			x.Decision, x.Signed = n.decided(p), n.signers(p, shown.Signed)
		}
		want = append(want, x)
		if standing == recette.PVToReplace && p.Antenne == "" && p.parent() == c.lifts() {
			places[p.Journey] = append(places[p.Journey], p.Number)
		}
	}
	place := places[s.journey]
	if s.antenne != "" {
		place = nil
	}
	if other := c.namesake(s); other != s.journey && slices.Equal(c.pv.Replaces, places[other]) {
		place = places[other]
	}
	for _, x := range differs(
		field{"documents", c.pv.Documents, want}, field{"replaces", c.pv.Replaces, place},
		field{"pronounced", c.pv.Unsigned, c.unsigned(n, s, want)},
	) {
		c.contents.add(bad(NoteMismatch, x))
	}
}

// unsigned gives what was decided of single journeys and that none of the earlier PVs shows, in a PV of several.
func (c *check) unsigned(n *notes, s scope, shown []documentRow) (out []unsigned) {
	if !c.canon.papers || s.journey != "" || s.antenne != "" || c.lifts() != "" || len(c.frozen.Journeys) < 2 {
		return nil
	}
	for i := range c.frozen.Journeys {
		code := c.frozen.Journeys[i].Code
		var last *journal.Leaf
		for _, l := range n.fold.decisions {
			if l.Decision.Journey == code {
				last = l
			}
		}
		if last == nil {
			continue
		}
		said := documentDecision{Number: last.Decision.Number, Decision: last.Decision.Decision, At: n.at(last)}
		if slices.ContainsFunc(shown, func(x documentRow) bool {
			return x.Journey == code && x.Decision != nil && *x.Decision == said
		}) {
			continue
		}
		x := unsigned{
			Journey: code, Decision: said, By: n.by(last, at(c.pv.Unsigned, len(out)).By),
			Role: string(roleOf(last.Actor)),
		}
		for _, p := range n.fold.papers {
			if p.Journey == code && n.decided(p) != nil && n.fold.shownIn(p) == last {
				x.PV = p.Number
			}
		}
		out = append(out, x)
	}
	return out
}

// decided gives the decision that an earlier PV shows: nil for one that decides nothing of what was tested.
func (n *notes) decided(p *paper) *documentDecision {
	l := n.fold.shownIn(p)
	if l == nil || p.Lifts != nil || p.Antenne != "" {
		return nil
	}
	return &documentDecision{Number: l.Decision.Number, Decision: l.Decision.Decision, At: n.at(l)}
}

// signers gives who signed an earlier PV, under the names that are shown.
func (n *notes) signers(p *paper, shown []documentSigned) (out []documentSigned) {
	for i, l := range p.signers {
		out = append(out, documentSigned{Role: l.PV.Role, By: n.by(l, at(shown, i).By), At: n.at(l)})
	}
	return out
}

// namesake gives the other journey that the PV may be of: that of a plan of one journey that holds every case may be of
// all of them. It gives the same one otherwise.
func (c *check) namesake(s scope) string {
	switch {
	case c.canon.lives: // the PV says it
		return s.journey
	case len(c.frozen.Journeys) != 1 || len(s.ids) != len(c.frozen.Cases):
		return s.journey
	case s.journey == "":
		return c.frozen.Journeys[0].Code
	}
	return ""
}

// after begins a fold of what people did of the PVs, with the delegations under which they may have, and whose name was
// erased, were it since.
func (w *ledger) after() *fold {
	f := &fold{renewed: w.renewed, hidden: map[string][]int64{}}
	for i := range w.erasures {
		if l := &w.erasures[i]; l.Campaign == w.pv.Reference.Campaign {
			for _, ref := range l.Erase.Refs {
				f.hidden[ref] = append(f.hidden[ref], l.Seq)
			}
		}
	}
	for i := range w.delegations {
		f.given = append(f.given, &w.delegations[i])
	}
	return f
}

// stands says that the PV is in force by the journal, and whether each of its reserves is lifted: nothing of it while
// the journal leaves a doubt, which all the rest is judged for first. That it was cancelled or replaced is one, and is
// said all the same.
func (c *check) stands(w *ledger, f *fold, p *paper) {
	if p == nil || p.against {
		return
	}
	over := p.standing() == recette.PVCancelled || p.standing() == recette.PVReplaced
	if !over && slices.ContainsFunc(c.log.all, func(x Finding) bool { return x.Status != Conform }) {
		return
	}
	c.report.Standing = p.standing()
	switch p.standing() {
	case recette.PVInForce:
		c.log.add(info(pvInForce, p.signed.At))
	case recette.PVToReplace:
	case recette.PVProject:
		if p.referent != nil {
			c.report.Standing = recette.PVStated
		}
		return
	case recette.PVCancelled, recette.PVReplaced, recette.PVStated:
		return
	}
	if by := c.settled(w, f, p); len(by) > 0 {
		c.report.Settled = true
		c.log.add(info(pvSettled, strings.Join(by, ", ")))
	}
}

// settled gives the PVs of lifting in force that bear the lifting of each reserve that the PV carries; none when one of
// them is not lifted, or when something was said since against what showed that it is.
func (c *check) settled(w *ledger, f *fold, p *paper) (by []string) {
	for _, number := range c.pv.Decision.Reserves {
		if !slices.ContainsFunc(c.pv.Reserves, func(r reserveRow) bool { return r.Number == number }) {
			continue // of another journey
		}
		last := w.reserves[number]
		if last == nil || last.Reserve.Act != string(recette.ReserveLift) || last.Reserve.Retest == nil ||
			last.Reserve.Status != string(recette.ReserveLifted) || w.objected[*last.Reserve.Retest] > last.Seq {
			return nil
		}
		at := slices.IndexFunc(f.papers, func(other *paper) bool {
			return other.lifts(p) && other.covers(last.Seq) &&
				slices.Contains(other.Lifts.Reserves, number)
		})
		if at < 0 {
			return nil
		}
		if other := f.papers[at].Number; !slices.Contains(by, other) {
			by = append(by, other)
		}
	}
	return by
}

// outlived says what was decided since of the PV itself, or of the one that it lifts reserves of, and which others lift
// reserves of it: the file cannot know it. It gives what people did of the PVs, and the PV itself among them; nil when
// the journal holds none of its number.
func (c *check) outlived(w *ledger) (f *fold, p *paper) {
	f = w.after()
	for i := range w.papers {
		f.paper(&w.papers[i])
	}
	if p := f.paperOf(c.lifts()); p != nil && p.ended != nil && p.ended.Seq >= w.size {
		c.log.add(doubt(parentEnded, p.Number, string(p.standing()), p.ended.At))
	}
	p = f.paperOf(c.pv.Number)
	if p == nil {
		return f, nil
	}
	for _, other := range f.papers {
		if other.lifts(p) {
			c.log.add(info(pvLifted, other.Number, strings.Join(other.Lifts.Reserves, ", "), other.signed.At))
		}
	}
	c.scanned(f, p)
	switch p.standing() {
	case recette.PVCancelled:
		c.log.add(doubt(pvCancelled, p.Number, p.ended.At))
	case recette.PVReplaced:
		c.log.add(doubt(pvReplaced, p.with, p.ended.At))
	case recette.PVToReplace:
		c.log.add(info(pvToReplace, p.ended.At))
	case recette.PVProject, recette.PVInForce, recette.PVStated:
	}
	return f, p
}
