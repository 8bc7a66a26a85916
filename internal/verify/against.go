package verify

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
)

// against compares the PV with the database of the project: the log that it names, all the facts that it should rest
// on, the texts and names behind commitments, and the signatures that were made. It trusts no stored hash.
func (c *check) against(ctx context.Context) error {
	if c.pv == nil {
		return nil
	}
	if err := c.audited(); err != nil {
		return err
	}
	size, root, err := c.o.Journal.Head(ctx)
	if err != nil {
		return c.unread(ctx, err, "read the head of the journal")
	}
	w := &ledger{
		check: c, size: c.pv.Journal.Size, signings: map[string][]journal.Leaf{}, about: map[string]string{},
		original: map[string]string{}, repeats: map[string]map[string]bool{},
		reserves: map[string]*journal.Leaf{}, objected: map[journal.Retest]int64{},
	}
	if c.frozen != nil {
		w.scope, _ = c.scope() // one that cannot be told holds no case
	}
	tree, err := journal.Rebuild(w.tap(c.o.Journal.Records(ctx, journal.Filter{}), size))
	if newer, ok := errors.AsType[*journal.NewerError](w.failed); ok {
		at, of := strconv.FormatInt(newer.Seq, 10), strconv.Itoa(newer.Version)
		c.log.add(doubt(JournalNewer, at, of, strconv.Itoa(journal.Version)))
		return nil
	}
	if w.failed != nil {
		return c.unread(ctx, w.failed, "read the journal")
	}
	if err != nil || tree.Size() != size || tree.Root() != root {
		c.log.add(bad(journalUnsound))
		return nil
	}
	if err := c.successions(ctx, w); err != nil {
		return err
	}
	if origin := w.origin(); origin != "" && origin != c.pv.Journal.Origin {
		c.log.add(bad(journalForeign, origin, c.pv.Journal.Origin)) // all the rest would only repeat it
		return nil
	}
	c.enrolled(w)
	if err := c.head(ctx, w, size, root); err != nil {
		return err
	}
	c.omitted(w)
	c.complete(w)
	if c.log.worst[JournalShort] == NotConform || c.log.worst[JournalRoot] == NotConform {
		for _, f := range leaving(c.restored, c.pv.Journal.Size, c.pv.Journal.Root) {
			c.log.add(f)
		}
	}
	c.made(w)
	if err := c.accounts(ctx, w); err != nil {
		return err
	}
	f, p := c.outlived(w)
	c.afterwards(w)
	if c.newer {
		return nil
	}
	if err := c.words(ctx, w); err != nil {
		return err
	}
	c.stands(w, f, p)
	return nil
}

// enrolled takes in who was given and lost which roles after the PV too.
func (c *check) enrolled(w *ledger) {
	c.users = nil
	for i := range w.project {
		if w.project[i].User != nil {
			c.users = append(c.users, &w.project[i])
		}
	}
}

// ledger is what one reading of the journal gathers.
type ledger struct {
	*check
	size     int64
	failed   error
	atSize   journal.Tree
	campaign []placed       // of the campaign, below the size of the PV
	project  []journal.Leaf // of the whole project
	rendered []journal.Leaf // PVs of the campaign
	papers   []journal.Leaf // what was rendered, signed and decided of them
	signings map[string][]journal.Leaf
	erasures []journal.Leaf

	made []signing // signatures of the file that the journal holds

	delegations []journal.Leaf
	renewed     int64            // position of the first iteration after the PV: its plan is not at hand; 0: none
	heads       []journal.Signed // that the database keeps
	// decisions are those that came after the PV, later the other facts of what it is about.
	decisions []journal.Leaf
	scope     scope
	reserves  map[string]*journal.Leaf   // the last leaf of each, by number
	objected  map[journal.Retest]int64   // positions of what was said last against results
	about     map[string]string          // case of each anomaly, by number
	original  map[string]string          // what a duplicate repeats, by number
	repeats   map[string]map[string]bool // duplicates of an anomaly, by number
	later     []fact
}

// placed is where a leaf of the campaign stands, and which case it is a result of: the leaves themselves are as large
// as those of the PV.
type placed struct {
	seq  int64
	kind journal.Kind
	of   string
}

// fact is where something stands that came after a PV.
type fact struct {
	seq int64
	at  string
}

// tap hands the records of the log as it was when the head was read on, and keeps what is needed of them.
func (w *ledger) tap(records iter.Seq2[journal.Record, error], head int64) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		for rec, err := range records {
			if err != nil {
				w.failed = err
				return
			}
			if rec.Leaf.Seq >= head {
				return
			}
			w.keep(rec)
			if !yield(rec, nil) {
				return
			}
		}
	}
}

func (w *ledger) keep(rec journal.Record) {
	l := &rec.Leaf
	if l.Seq < w.size {
		w.atSize.Add(rec.Raw)
	}
	if l.Erase != nil {
		w.erasures = append(w.erasures, *l)
		w.erasedEvidence = append(w.erasedEvidence, l.Erase.Evidence...)
	}
	if l.Clock != nil && l.Seq < w.size {
		w.log.add(info(ClockBack, strconv.FormatInt(l.Seq, 10), l.Clock.Before, l.Clock.After))
	}
	if slices.Contains(journal.ProjectKinds(), l.Kind) {
		w.project = append(w.project, *l)
	}
	if l.Campaign != w.pv.Reference.Campaign {
		return
	}
	if l.Anomaly != nil {
		w.tell(l.Anomaly)
	}
	w.weaken(l)
	if l.Delegation != nil {
		w.delegations = append(w.delegations, *l)
	}
	if l.Iterate != nil && l.Seq >= w.size && w.renewed == 0 {
		w.renewed = l.Seq
	}
	if l.Kind == journal.KindPVRendered || l.Kind == journal.KindPVSigned || l.Kind == journal.KindPVEnd ||
		l.Kind == journal.KindPVScan {
		w.papers = append(w.papers, *l)
		if l.Seq < w.size {
			w.campaign = append(w.campaign, placed{l.Seq, l.Kind, ""})
		}
	}
	switch {
	case l.Kind == journal.KindPVEnd, l.Kind == journal.KindPVScan:
	case l.Kind == journal.KindPVRendered && l.PV != nil:
		w.rendered = append(w.rendered, *l)
	case l.Kind == journal.KindPVSigned && l.PV != nil:
		w.signings[l.PV.Number] = append(w.signings[l.PV.Number], *l)
	case l.Seq >= w.size && l.Decision != nil:
		w.decisions = append(w.decisions, *l)
	case l.Seq < w.size:
		of := ""
		if l.Result != nil {
			of = l.Result.Case
		}
		w.campaign = append(w.campaign, placed{l.Seq, l.Kind, of})
	case w.bears(l):
		w.later = append(w.later, fact{l.Seq, l.At})
	}
}

// weaken takes in what became of a reserve, and what was said against a result that may show that one is lifted.
func (w *ledger) weaken(l *journal.Leaf) {
	switch {
	case l.Reserve != nil:
		last := *l
		w.reserves[l.Reserve.Number] = &last
	case l.Objection != nil:
		w.objected[journal.Retest{Case: l.Objection.Case, Attempt: l.Objection.Attempt}] = l.Seq
	case l.Amend != nil:
		w.objected[journal.Retest{Case: l.Amend.Case, Attempt: l.Amend.Attempt}] = l.Seq
	case l.Review != nil && l.Review.Reading == string(recette.Return):
		w.objected[journal.Retest{Case: l.Review.Case, Attempt: l.Review.Attempt}] = l.Seq
	}
}

// bears tells whether a fact is of what the PV is about: it would show a result, an anomaly, a reserve, a statement or
// an iteration more.
func (w *ledger) bears(l *journal.Leaf) bool {
	switch {
	case l.Kind == journal.KindTrial: // it counts nowhere
		return false
	case l.Result != nil:
		return w.scope.in[l.Result.Case]
	case l.Anomaly != nil:
		return slices.ContainsFunc(w.cases(l.Anomaly.Number), func(id string) bool { return w.scope.bears(id) })
	case l.Reserve != nil:
		return w.scope.bears(append(w.cases(l.Reserve.Anomaly), l.Reserve.Check)...)
	case l.Drop != nil:
		return w.scope.in[l.Drop.Case]
	case l.Amend != nil:
		return w.scope.in[l.Amend.Case]
	case l.Iterate != nil: // the results of before are of another build, or of other texts
		return true
	}
	return l.Kind.Noted()
}

// cases gives the cases on which an anomaly stands as the leaves that were read say: its own, those of its duplicates.
func (w *ledger) cases(number string) (ids []string) {
	met, next := map[string]bool{number: true}, []string{number}
	for len(next) > 0 {
		number, next = next[0], next[1:]
		if id, known := w.about[number]; known {
			ids = append(ids, id)
		}
		for again := range w.repeats[number] {
			if !met[again] {
				met[again], next = true, append(next, again)
			}
		}
	}
	return ids
}

// tell takes in what a leaf says of an anomaly: its case, and whether it repeats another one.
func (w *ledger) tell(a *journal.Anomaly) {
	if _, known := w.about[a.Number]; !known {
		w.about[a.Number] = a.Case
	}
	delete(w.repeats[w.original[a.Number]], a.Number)
	if a.Status != string(recette.AnomalyDuplicate) {
		return
	}
	if a.Original != "" {
		w.original[a.Number] = a.Original
	}
	of := w.original[a.Number]
	if w.repeats[of] == nil {
		w.repeats[of] = map[string]bool{}
	}
	w.repeats[of][a.Number] = true
}

// origin gives the name of the journal, as its leaves say or else its signed heads; nothing when neither does.
func (w *ledger) origin() string {
	for i := range w.project {
		if l := w.project[i].Log; l != nil {
			return l.Origin
		}
	}
	if len(w.heads) > 0 {
		return w.heads[0].Origin
	}
	return ""
}

// head compares the checkpoint of the PV with the log, and asks for the proof that it only grew since.
func (c *check) head(ctx context.Context, w *ledger, size int64, root string) error {
	j := &c.pv.Journal
	if j.Size > size {
		c.log.add(bad(JournalShort, strconv.FormatInt(size, 10), strconv.FormatInt(j.Size, 10)))
		return nil
	}
	if w.atSize.Root() != j.Root {
		c.log.add(bad(JournalRoot))
	}
	if j.Size > 0 {
		proof, err := c.o.Journal.Consistency(ctx, j.Size, size)
		if err != nil {
			return c.unread(ctx, err, "prove that the journal only grew")
		}
		if err := journal.VerifyConsistency(j.Size, j.Root, size, root, proof); err != nil {
			c.log.add(bad(journalConsistent))
		}
	}
	if _, ok := held(c.keys, j.Verifier, j.Size); !ok && !slices.ContainsFunc(w.heads, func(s journal.Signed) bool {
		return s.Verifier == j.Verifier && len(c.keys) == 0
	}) {
		c.log.add(bad(JournalKey))
	}
	return nil
}

// successions learns from the journal which keys signed its heads, and when: the leaves name them, and heads that it
// keeps may show that a key of before vouched for the next.
func (c *check) successions(ctx context.Context, w *ledger) (err error) {
	if w.heads, err = c.o.Journal.Checkpoints(ctx); err != nil {
		if err = c.unread(ctx, err, "read the checkpoints of the journal"); err != nil {
			return err
		}
	}
	for i := range w.project {
		l := &w.project[i]
		if l.Kind != journal.KindLogRotate || l.Log == nil || l.Log.Lost || c.custody.vouched[l.Seq] {
			continue
		}
		at := slices.IndexFunc(w.heads, func(s journal.Signed) bool {
			return s.Size == l.Seq+1 && s.Verifier == l.Log.Former
		})
		if at < 0 {
			continue
		}
		seen, err := journal.OpenCheckpoint(w.heads[at].Note, l.Log.Former)
		if err != nil || seen.Size != l.Seq+1 {
			continue
		}
		same, _, err := c.begins(ctx, &seen)
		if err != nil {
			return err
		}
		c.custody.vouched[l.Seq] = same
	}
	c.keys = tenures(w.project, c.custody.vouched)
	return nil
}

// omitted looks for facts of the campaign that the PV should rest on and does not hold: a later failing attempt, say.
func (c *check) omitted(w *ledger) {
	if c.frozen == nil {
		return
	}
	s, ok := c.scope()
	if !ok {
		return
	}
	held := map[int64]bool{}
	for i := range c.proven {
		held[c.proven[i].leaf.Seq] = true
	}
	for i := range w.campaign {
		l := &w.campaign[i]
		switch l.kind {
		case journal.KindResult, journal.KindTrial:
			if !s.in[l.of] {
				continue
			}
		case journal.KindCampaignOpen, journal.KindCampaignIterate, journal.KindCampaignClose, journal.KindAnomaly,
			journal.KindReserve,
			journal.KindDecision, journal.KindPersonalErase:
		case journal.KindPVRendered, journal.KindPVSigned:
			if !c.canon.papers {
				continue
			}
		default:
			if !l.kind.Noted() {
				continue
			}
		}
		if !held[l.seq] {
			c.log.add(bad(LeafOmitted, strconv.FormatInt(l.seq, 10), string(l.kind)))
		}
	}
}

// afterwards says what was decided and recorded after the PV on what it is about. It changes nothing to what it says,
// and much to what it is worth: who signed after that knew better. A PV that shows no decision says nothing of one: the
// PPO certifies its results.
func (c *check) afterwards(w *ledger) {
	known := slices.Clone(w.later)
	for i := range w.decisions {
		l := &w.decisions[i]
		d, s := l.Decision, w.scope
		if s.in != nil && s.antenne == "" && (s.journey == "" || d.Journey == "" || d.Journey == s.journey) {
			c.log.add(info(DecidedSince, d.Number, d.Decision, l.At))
			if c.pv.Decision.Decision != "" {
				known = append(known, fact{l.Seq, l.At})
			}
		}
	}
	if len(known) == 0 {
		return
	}
	first := earliest(known)
	late := false
	for _, l := range w.signings[c.pv.Number] {
		if l.Seq > first.seq {
			late = true
			c.log.add(doubt(SignedLate, strings.ToUpper(l.PV.Role), strconv.FormatInt(first.seq, 10), first.at))
		}
	}
	if !late && len(w.later) > 0 { // decisions were said one by one
		first = earliest(w.later)
		c.log.add(info(FactsSince, strconv.Itoa(len(w.later)), strconv.FormatInt(first.seq, 10), first.at))
	}
}

func earliest(facts []fact) fact {
	return slices.MinFunc(facts, func(a, b fact) int { return cmp.Compare(a.seq, b.seq) })
}

// made compares the file with what the journal knows of it: the digest of the rendered PV, that of each signed state,
// and no signature more. Only this finds a signature that was stripped with all that followed.
func (c *check) made(w *ledger) {
	number := c.pv.Number
	i := slices.IndexFunc(w.rendered, func(l journal.Leaf) bool { return l.PV.Number == number })
	if i < 0 {
		c.log.add(bad(PVUnknown, number))
	} else if p := w.rendered[i].PV; p.SHA256 != digest(c.data[:c.revs[0].End]) || p.Checkpoint != c.pv.Journal.Size ||
		!c.asLifted(p.Lifts) || p.Antenne != c.pv.Antenne || c.canon.lives && p.Journey != c.pv.Journey {
		c.log.add(bad(PVDiffers, number))
	}
	known := slices.Clone(w.signings[number])
	for _, s := range c.signed {
		at := slices.IndexFunc(known, func(l journal.Leaf) bool {
			return s.rev > 0 && s.cms != nil && (strings.EqualFold(l.PV.Role, s.out.Field) || c.pv.Antenne != "") &&
				l.PV.Certificate == s.out.Certificate && confirms(l.PV, digest(c.data[:c.revs[s.rev-1].End])) &&
				l.PV.Signature == digest(s.cms.Value) && l.PV.SHA256 == digest(c.data[:c.revs[s.rev].End])
		})
		if at < 0 {
			c.log.add(bad(SigningUnknown, s.out.Field))
			continue
		}
		w.made = append(w.made, signing{s, known[at]})
		known = slices.Delete(known, at, at+1)
	}
	for _, l := range known {
		c.log.add(bad(SigningStripped, strings.ToUpper(l.PV.Role)))
	}
	if i < 0 {
		return
	}
	for _, l := range w.rendered[i+1:] {
		if l.PV.Journey == w.rendered[i].PV.Journey && l.PV.Number != number && supersedes(l.PV, w.rendered[i].PV) &&
			l.PV.Antenne == w.rendered[i].PV.Antenne {
			c.log.add(info(Superseded, l.PV.Number))
		}
	}
}
