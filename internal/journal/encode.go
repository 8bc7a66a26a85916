package journal

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// Version is the newest version of the leaf format. Decode reads every version up to it, for ever. A leaf is
	// written under the lowest version that holds it, so that older readers go on reading what they can.
	//
	//	1  the first format
	//	2  result.message. Leaves of version 1 that hold it were written before the versions were numbered,
	//	   and are read.
	//	3  personal.erase, with erase: what was erased is not missing.
	//	4  log.open, log.rotate and log.restore, with log and restore; key.issuer, key.level, key.name, key.replaces
	//	   and key.reason: what signs is in the log before it signs.
	//	5  restore.skip: no number is given again.
	//	6  what people record beside results: campaign.attest, deviation, data.load, session.open, session.presence,
	//	   session.close, campaign.suspend, campaign.resume, result.invalidate, result.contest, opinion and
	//	   warning.answer, with attest, deviation, data, session, pause, objection, opinion and answer; actor.auth;
	//	   decision.liftby, decision.fallback, decision.again, decision.triggers and decision.place.
	//	   campaign.iterate and campaign.assign, with iterate and assign: a campaign goes on with another manifest.
	//	   Anomalies and reserves: what anomaly and reserve hold from act on, and anomaly.drop, with drop.
	//	   pv.end, with end: what is decided of a PV once it is rendered. pv.lifts: the PV that one lifts reserves of.
	//	   scan, with scan: a printed PV that somebody signed by hand.
	//	   visa, with visa: the route of a PV to its decision.
	//	   milestone, with milestone: what delays depend on; decision.rate: of a cut of the price.
	//	   result.review, with review: what a second person said of a result.
	//	   result.amend, with amend: what its author corrected of a result.
	//	   erase.refs: whose name is shown no more.
	//	   request: what a client asked, once.
	//	   result.steps.given: when it was said, of what a device kept until it reached the log.
	Version = 6
	// MaxLeaf is the greatest size of a leaf, in bytes. It bounds what one row costs a reader.
	MaxLeaf = 8 << 20
	// TimeLayout is the one way to write Leaf.At: UTC, RFC 3339, three digits of milliseconds.
	TimeLayout = "2006-01-02T15:04:05.000Z"

	// maxInt is the greatest integer that every JSON reader keeps exact (RFC 8785, 3.2.2.3 and RFC 7493, 2.2).
	maxInt = 1<<53 - 1
)

// Instant writes t as Leaf.At wants it.
func Instant(t time.Time) string { return t.UTC().Format(TimeLayout) }

// Seal gives a leaf its position and the lowest version of the format that holds it, and encodes it: what is appended
// to a log. Errors are those of Encode.
func Seal(l Leaf, seq int64) (Leaf, []byte, error) {
	l.Seq, l.V = seq, leafShape.version(reflect.ValueOf(&l).Elem(), true)
	raw, err := Encode(l)
	return l, raw, err
}

// Encode gives the canonical bytes of a leaf: RFC 8785 JSON. It returns an error under ErrLeaf when the leaf holds what
// the format cannot: invalid UTF-8, an integer of 2^53 or more, a malformed instant, a kind that this version of
// recette does not know, a version that is not one or has not all the fields of the leaf.
func Encode(l Leaf) ([]byte, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	if !l.Kind.Known() {
		return nil, fmt.Errorf("%w: unknown kind %q", ErrValue, l.Kind)
	}
	size := 256
	if l.Result != nil {
		size += 160 * len(l.Result.Steps)
	}
	b, err := appendStruct(make([]byte, 0, size), leafShape, reflect.ValueOf(&l).Elem())
	if err != nil {
		return nil, err
	}
	if len(b) > MaxLeaf {
		return nil, fmt.Errorf("%w: %d bytes, %d at most", ErrTooLarge, len(b), MaxLeaf)
	}
	return b, nil
}

// check holds for every leaf that is written, or read whole.
func (l *Leaf) check() error {
	if err := l.checkEnvelope(); err != nil {
		return err
	}
	if l.V > Version {
		return fmt.Errorf("%w: version %d, %d at most", ErrValue, l.V, Version)
	}
	if need := leafShape.version(reflect.ValueOf(l).Elem(), false); l.V < need {
		return fmt.Errorf("%w: version %d, a field came with version %d", ErrValue, l.V, need)
	}
	if (l.Kind == KindPersonalErase) != (l.Erase != nil) {
		return fmt.Errorf("%w: kind %s and what was erased go together", ErrValue, KindPersonalErase)
	}
	if err := l.Erase.check(); err != nil {
		return err
	}
	if err := l.Request.check(); err != nil {
		return err
	}
	if err := l.checkFacts(); err != nil {
		return err
	}
	if err := l.Result.given(); err != nil {
		return err
	}
	if !l.Result.trial(l.Kind) {
		return fmt.Errorf("%w: kind %s and what is tried out of the figures go together", ErrValue, KindTrial)
	}
	if err := l.checkIterate(); err != nil {
		return err
	}
	if l.PV != nil && l.PV.Lifts != nil && !l.PV.Lifts.of(l.Kind) {
		return fmt.Errorf("%w: what a PV lifts goes with %s, names its parent and reserves", ErrValue, KindPVRendered)
	}
	if err := l.checkCommitted(); err != nil {
		return err
	}
	return l.checkProject()
}

// checkCommitted holds for leaves of version 6 or later: what they say of anomalies, reserves, decisions and iterations
// is behind commitments. Those of before may hold a word in the place of one.
func (l *Leaf) checkCommitted() error {
	if l.V < 6 {
		return nil
	}
	var texts []string
	if a := l.Anomaly; a != nil {
		texts = append(texts, a.Summary, a.Workaround, a.Reason, a.Owner, a.Fix.by())
		for i := range a.Evidence {
			texts = append(texts, a.Evidence[i].Name)
		}
	}
	if r := l.Reserve; r != nil {
		texts = append(texts, r.Text, r.Owner, r.Workaround, r.Effect, r.Verification, r.Reason, r.Fix.by())
	}
	if d := l.Decision; d != nil {
		texts = append(texts, d.Reason, d.Fallback, d.Place)
	}
	if i := l.Iterate; i != nil {
		texts = append(texts, i.Reason)
	}
	for _, c := range texts {
		if c != "" && !IsDigest(c) {
			return fmt.Errorf("%w: a text of a %s is no commitment", ErrValue, l.Kind)
		}
	}
	return nil
}

// checkIterate holds for the leaves of iterations: kind and body go together.
func (l *Leaf) checkIterate() error {
	switch {
	case (l.Kind == KindCampaignIterate) != (l.Iterate != nil), (l.Kind == KindCampaignAssign) != (l.Assign != nil):
		return fmt.Errorf("%w: kind %s and its body do not go together", ErrValue, l.Kind)
	case l.Iterate != nil && !IsDigest(l.Iterate.Manifest):
		return fmt.Errorf("%w: an iteration without a manifest", ErrValue)
	case l.Assign != nil && len(l.Assign.Cases) == 0:
		return fmt.Errorf("%w: nothing is assigned", ErrValue)
	}
	return nil
}

func (e *Erase) check() error {
	switch {
	case e == nil:
		return nil
	case len(e.Commitments)+len(e.Evidence)+len(e.Refs) == 0:
		return fmt.Errorf("%w: nothing is erased", ErrValue)
	case !IsDigest(e.Reason):
		return fmt.Errorf("%w: no reason to erase", ErrValue)
	}
	for _, list := range [][]string{e.Commitments, e.Evidence} {
		for i, c := range list {
			if !IsDigest(c) || i > 0 && list[i-1] >= c {
				return fmt.Errorf("%w: what is erased is not a sorted list of digests", ErrValue)
			}
		}
	}
	for i, ref := range e.Refs {
		if ref == "" || i > 0 && e.Refs[i-1] >= ref {
			return fmt.Errorf("%w: whose name was erased is not a sorted list of references", ErrValue)
		}
	}
	for i, p := range e.Places {
		_, listed := slices.BinarySearch(e.Refs, p.Ref)
		if !listed || !IsDigest(p.Manifest) || !strings.HasPrefix(p.Path, "/") || i > 0 && !e.Places[i-1].before(p) {
			return fmt.Errorf("%w: where an erased name stands is not a sorted list of places", ErrValue)
		}
	}
	return nil
}

// before tells whether a place comes first: no leaf names one twice.
func (p Place) before(q Place) bool {
	return cmp.Or(cmp.Compare(p.Manifest, q.Manifest), cmp.Compare(p.Path, q.Path)) < 0
}

// checkEnvelope holds for every leaf, of whatever version and kind.
func (l *Leaf) checkEnvelope() error {
	if l.V < 1 {
		return fmt.Errorf("%w: version %d", ErrValue, l.V)
	}
	if l.Seq < 0 {
		return fmt.Errorf("%w: position %d", ErrValue, l.Seq)
	}
	if l.Kind == "" {
		return fmt.Errorf("%w: no kind", ErrValue)
	}
	if !validInstant(l.At) {
		return fmt.Errorf("%w: instant %q is not like %s", ErrValue, l.At, TimeLayout)
	}
	return nil
}

func validInstant(s string) bool {
	if len(s) != len(TimeLayout) {
		return false
	}
	t, err := time.Parse(TimeLayout, s)
	return err == nil && t.Format(TimeLayout) == s
}

func appendStruct(b []byte, s *shape, v reflect.Value) ([]byte, error) {
	var err error
	b = append(b, '{')
	first := true
	for i := range s.fields {
		f := &s.fields[i]
		fv := v.Field(f.index)
		if f.optional && isEmpty(f.kind, fv) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, f.key...)
		if b, err = appendValue(b, f, fv); err != nil {
			return nil, fmt.Errorf("field %s %w", f.key[:len(f.key)-1], err)
		}
	}
	return append(b, '}'), nil
}

// isEmpty is what encoding/json calls empty, for the kinds of a leaf.
func isEmpty(k valueKind, v reflect.Value) bool {
	switch k {
	case stringValue, stringsValue, structsValue:
		return v.Len() == 0
	case intValue:
		return v.Int() == 0
	case boolValue:
		return !v.Bool()
	case structValue, intPtrValue:
		return v.IsNil()
	}
	return false
}

func appendValue(b []byte, f *field, v reflect.Value) ([]byte, error) {
	switch f.kind {
	case stringValue:
		return appendString(b, v.String())
	case intValue:
		return appendInt(b, v.Int())
	case boolValue:
		return strconv.AppendBool(b, v.Bool()), nil
	case structValue:
		return appendStruct(b, f.shape, v.Elem())
	case intPtrValue:
		return appendInt(b, v.Elem().Int())
	case stringsValue, structsValue:
		var err error
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			if f.kind == stringsValue {
				b, err = appendString(b, v.Index(i).String())
			} else {
				b, err = appendStruct(b, f.shape, v.Index(i))
			}
			if err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	}
	return nil, ErrLeaf
}

func appendInt(b []byte, n int64) ([]byte, error) {
	if n > maxInt || n < -maxInt {
		return nil, fmt.Errorf("%w: integer %d", ErrValue, n)
	}
	return strconv.AppendInt(b, n, 10), nil
}

const hexDigits = "0123456789abcdef"

// appendString escapes as ECMAScript does (RFC 8785, 3.2.2.2): the seven short escapes, \u00xx in lower case for the
// other controls, everything else as it is.
func appendString(b []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("%w: text is not UTF-8", ErrValue)
	}
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		if e := shortEscape(c); e != 0 {
			b = append(b, '\\', e)
		} else {
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return append(append(b, s[start:]...), '"'), nil
}

// shortEscape is the letter after the backslash, 0 when c has none.
func shortEscape(c byte) byte {
	switch c {
	case '"', '\\':
		return c
	case '\b':
		return 'b'
	case '\t':
		return 't'
	case '\n':
		return 'n'
	case '\f':
		return 'f'
	case '\r':
		return 'r'
	}
	return 0
}
