package verify

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"iter"
	"time"

	"recette/internal/budget"
	"recette/internal/journal"
	"recette/internal/pdf"
	"recette/internal/route"
)

// Errors of PDF. A file that can be read and is bad has a report instead.
var (
	// ErrUnreadable reports bytes that are no PDF at all: there is nothing to judge.
	ErrUnreadable = errors.New("not a PDF")
	// errInternal reports a failure of the verifier itself. No verdict was reached.
	errInternal = errors.New("verification failed")
)

// Options say what the file is judged against. The zero value judges it alone: signatures of PPO and PO, no trusted
// authority, no database, no features.
type Options struct {
	// Expect names the fields that must be signed; nil means PPO and PO, or the référent of a constat.
	Expect []string
	// Now is the present, to say that a declared time lies in the future; the zero time asks nothing.
	Now time.Time
	// Anchors are the authorities that whoever verifies trusts. Nothing in the file is ever an anchor.
	Anchors []*x509.Certificate
	// Signers are the SHA-256, in hex, of certificates that whoever verifies compared with their holders by another
	// channel.
	Signers []string
	// AtHand says that the anchors came with the project at hand, and not from another channel.
	AtHand bool
	// Texts gives the hashes of the cases of the features at hand, by id; nil compares nothing.
	Texts map[string]Text
	// Words names texts of a PV, by SHA-256 in hex, that whoever verifies knows: those of the program. Sentences in
	// other words are only affirmed.
	Words []string
	// Witnesses are signed heads that whoever verifies kept. Beside says that Together will compare the report.
	Witnesses []Witness
	Beside    bool
	// Evidence looks at the evidence of the project at hand; nil when none is within reach.
	Evidence Evidence
	// Audit verifies the whole of Journal, and says what it finds altered; nil asks nothing.
	Audit func(ctx context.Context) ([]Alteration, error)
	// Journal is the database of the project; nil compares nothing.
	Journal Journal
	// Pages judges the pages; nil compares nothing.
	Pages Pages
}

// Journal is what verification reads of the database. Every reading is checked against the leaves themselves.
type Journal interface {
	// Records yields all records that match, in order of position.
	Records(ctx context.Context, f journal.Filter) iter.Seq2[journal.Record, error]
	// Head gives the present size and root.
	Head(ctx context.Context) (entries int64, root string, err error)
	// Consistency proves that the log of old entries is the beginning of the log of size entries.
	Consistency(ctx context.Context, old, size int64) ([]string, error)
	// Checkpoints gives the checkpoints that the database holds.
	Checkpoints(ctx context.Context) ([]journal.Signed, error)
	// Texts and Persons give what commitments stand for; what was erased is absent.
	Texts(ctx context.Context, commitments []string) (map[string]string, error)
	Persons(ctx context.Context, commitments []string) (map[string]journal.Person, error)
}

// maxRevisions bounds the generations of a file: a PV has one, and one more for each signature.
const maxRevisions = 16

// PDF judges a signed PV. The same bytes and options give the same report. It returns ErrUnreadable when the bytes are
// no PDF, the errors of the Journal, and errInternal when the verifier itself fails; a bad PV is a report, not an
// error.
func PDF(ctx context.Context, data []byte, o Options) (r *Report, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, fmt.Errorf("%w: %v", errInternal, p)
		}
	}()
	if len(data) > MaxFile {
		return nil, tooLarge(len(data))
	}
	c := newCheck(data, o, budget.New(ctx, allowance(len(data))))
	if err := c.judge(ctx); err != nil {
		return nil, err
	}
	if err := c.budget.Err(); err != nil && !errors.Is(err, budget.ErrExceeded) {
		return nil, err
	}
	r = c.finish()
	return r, c.join(ctx, r)
}

// newCheck begins the verification of a file, within a budget.
func newCheck(data []byte, o Options, b *budget.Budget) *check {
	c := &check{o: o, data: data, budget: b, report: &Report{
		Schema: Schema, SHA256: Digest(data), Size: len(data), Signatures: []Signature{}, Compared: o.Journal != nil,
		Anchors: o.trusted(),
	}}
	for _, list := range []*findings{&c.changes, &c.contents, &c.drawn, &c.log} {
		list.budget = c.budget
	}
	if o.Pages != nil {
		c.report.Drawing = &Drawing{Compared: NotCompared, Findings: []Finding{}}
	}
	return c
}

// judge goes through the parts in order, as far as the budget lasts.
func (c *check) judge(ctx context.Context) (err error) {
	if c.doc, err = pdf.OpenLimits(c.data, pdfLimits(c.budget)); err != nil {
		if !looksLikePDF(c.data) {
			return fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		c.unopened(err)
		return nil
	}
	for i, part := range []func(){judgingFile: c.file, judgingSignatures: c.signatures, judgingContent: c.content} {
		if part(); c.budget.Err() != nil {
			return nil
		}
		if i == judgingFile && c.foreign() {
			c.stranger()
			return nil
		}
		if c.part++; c.part == judgingContent {
			c.audit(ctx)
		}
	}
	c.declared()
	c.signers()
	c.spelling()
	if c.o.Journal != nil {
		if err := c.against(ctx); err != nil {
			return err
		}
	}
	if err := c.witnesses(ctx); err != nil {
		return err
	}
	if err := c.pieces(ctx); err != nil {
		return err
	}
	c.part++
	c.drift()
	return c.drawing(ctx)
}

// looksLikePDF tells a damaged PDF, which is a bad PV, from a file of another kind. Either end is enough, so that no
// single altered byte makes the difference.
func looksLikePDF(b []byte) bool {
	const window = 1024
	return bytes.Contains(b[:min(window, len(b))], []byte("%PDF-")) || bytes.Contains(
		b[max(0, len(b)-window):], []byte("%%EOF"),
	)
}

// check is one verification under way.
type check struct {
	o      Options
	data   []byte
	report *Report
	budget *budget.Budget
	part   int  // that is being judged
	inner  bool // the file travels in another one

	doc    *pdf.Document   // the newest revision
	revs   []pdf.Revision  // oldest first
	docs   []*pdf.Document // each revision as a file of its own; nil when it cannot be read
	signed []*signature    // in order of revision

	pv             *record
	canon          canon // the rules that it names
	beyond         bool  // it holds facts that came after them
	frozen         *manifest
	proven         []proven                // leaves whose inclusion is proven, by position
	altered        map[string]bool         // digests of what the verification of the journal finds altered
	way            route.State             // of the PV to its decision, as the leaves tell it
	damaged        bool                    // the verification of the journal finds something
	alterations    []Alteration            // it found
	unaudited      error                   // why it could not be verified
	erasedEvidence []string                // that leaves of the journal erased
	vouched        bool                    // whoever verifies knows these words
	wording        map[string]string       // the words of the language of the PV, by key; nil when they are not at hand
	recounted      *fold                   // of the proven leaves
	bound          *binding                // what the PV shows of texts and names, once counted
	salts          map[string][]byte       // that the PV gives, by commitment
	keys           []tenure                // that the leaves of the journal name
	restored       []journal.Leaf          // restorations that the PV proves, or that the journal holds
	custody        custody                 // what the leaves of the whole project say
	models         int64                   // bytes of the budget that what is above takes
	newer          bool                    // one of them is of a version that this one does not read
	urgent         map[string]bool         // cases of critical journeys
	parties        map[string]*frozenParty // who takes part, by reference
	planned        []frozenParty           // those of the plan
	masks          *masks                  // what stands for their erased names where the plan names people
	places         erasures                // of the plan, where its leaves erased names
	said           map[string]string       // in each place where the plan names people, by path
	roll           *roll                   // the names of the plan and of the journal, once one is looked up
	users          []*journal.Leaf         // what the journal says of users, in order
	voided         map[voided]string       // reasons that the PV shows of invalidations
	reached        map[string]bool         // rows whose scenario is conform in enough branches
	files          map[string]*Enclosure
	cited          []Joined // constats that it cites as signed
	planSum        string   // SHA-256 of the plan, as the PV gives it
	last           struct { // time that was written
		at   *time.Time
		text string
	}
	changes  findings
	contents findings
	drawn    findings
	log      findings
}

func (c *check) finish() *Report {
	c.unfinished()
	r := c.report
	r.Changes, r.Content, r.Journal = c.changes.list(), c.contents.list(), c.log.list()
	if c.pv != nil {
		r.Affirmed = c.claims()
	}
	r.Status = Conform
	for _, list := range [][]Finding{r.Changes, r.Content, r.Journal} {
		r.Status = worse(r.Status, worst(list))
	}
	if r.Drawing != nil {
		r.Status = worse(r.Status, worst(r.Drawing.Findings))
	}
	for _, s := range c.signed {
		s.out.Findings = s.findings.list()
		s.out.Status = worst(s.out.Findings)
		r.Status = worse(r.Status, s.out.Status)
		r.Signatures = append(r.Signatures, s.out)
	}
	return r
}

func worst(list []Finding) Status {
	s := Conform
	for _, f := range list {
		s = worse(s, f.Status)
	}
	return s
}
