package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"recette/internal/pdf"
	"recette/internal/verify/cms"
	"recette/internal/verify/revisions"
)

// signature is one signed field.
type signature struct {
	field    pdf.Ref
	ref      pdf.Ref
	dict     *pdf.Dict
	rev      int // revision that it covers, from 0; -1 when it covers none
	gap      pdf.Span
	cms      *cms.Signature
	name     string // of the dictionary
	unstated bool   // the certificate names no role
	broken   bool   // it is not that of these bytes: how it is written says nothing more
	out      Signature
	findings findings
}

func (s *signature) fail(code Code, args ...string) { s.findings.add(bad(code, args...)) }

// refuse gives what is wrong with the CMS its code.
func (s *signature) refuse(f *cms.Failure) {
	s.broken = true
	switch f.Kind {
	case cms.OtherBytes:
		s.fail(HashFailure)
	case cms.WrongValue:
		s.fail(cryptoFailure)
	case cms.NoCertificate:
		s.fail(noSigningCertificate)
	case cms.Weak:
		s.fail(cryptoConstraints, f.Part)
	case cms.Malformed:
		s.fail(FormatFailure, f.Part)
	default: // a kind without a code never makes a signature good
		s.fail(FormatFailure)
	}
}

// signatures judges every field that holds a value, in the order of revisions, and says which expected ones hold none.
// A value that cannot be read is a broken signature, never the absence of one (measured: prototypes took it for
// absent).
func (c *check) signatures() {
	more := 0
	for _, r := range revisions.SignatureFields(c.doc) {
		d := c.doc.Dict(r)
		if !d.Has("V") {
			continue
		}
		if len(c.signed) == maxRevisions { // each signature has a revision of its own: the count below is wrong already
			more++
			continue
		}
		s := &signature{field: r, rev: -1}
		s.findings.budget = c.budget
		s.out.Field = c.doc.Text(d.Get("T"))
		s.out.Role = s.out.Field
		c.read(s, d)
		c.signed = append(c.signed, s)
	}
	slices.SortStableFunc(c.signed, func(a, b *signature) int { return a.rev - b.rev })
	var readable []*signature // one that cannot be read says nothing of the order of the others
	for _, s := range c.signed {
		if s.dict != nil {
			readable = append(readable, s)
		}
	}
	for i := range readable {
		c.order(readable, i)
	}
	if want := 1 + len(c.signed) + more; len(c.revs) != want {
		c.changes.add(bad(revisionCount, strconv.Itoa(len(c.revs)), strconv.Itoa(want)))
	}
	for _, field := range c.expected() {
		if !slices.ContainsFunc(c.signed, func(s *signature) bool { return s.out.Field == field }) {
			c.changes.add(bad(SignatureMissing, field))
		}
	}
}

// expected gives the fields that must be signed. When nobody says, they are those of the PPO and of the PO; that of the
// référent in a constat, which has no other. What signatories a file must have is judged with its content.
func (c *check) expected() []string {
	if len(c.o.Expect) > 0 {
		return c.o.Expect
	}
	var fields []string
	for _, r := range revisions.SignatureFields(c.doc) {
		fields = append(fields, c.doc.Text(c.doc.Dict(r).Get("T")))
	}
	if len(fields) == 1 && strings.HasPrefix(fields[0], seatMark) {
		return fields
	}
	return []string{"PPO", "PO"}
}

// read judges one signature as far as it can be read.
func (c *check) read(s *signature, field *pdf.Dict) {
	ref, ok := field.Get("V").(pdf.Ref)
	s.ref, s.dict = ref, c.doc.Dict(field.Get("V"))
	if !ok || s.dict == nil {
		s.fail(signatureUnreadable)
		return
	}
	s.name, s.out.Reason = c.doc.Text(s.dict.Get("Name")), c.doc.Text(s.dict.Get("Reason"))
	declared, _ := c.doc.String(s.dict.Get("M"))
	at, dated := pdf.ParseDate(declared)
	s.out.DeclaredAt = at
	for _, e := range s.dict.Entries {
		switch e.Key {
		case "Type", "Filter", "SubFilter", "ByteRange", "Contents", "M", "Name", "Reason", "Reference":
		default:
			s.fail(FormatFailure, string(e.Key))
		}
		if _, indirect := e.Value.(pdf.Ref); indirect {
			s.fail(FormatFailure, string(e.Key))
		}
	}
	for key, want := range map[pdf.Name]pdf.Name{
		"Type": "Sig", "Filter": "Adobe.PPKLite", "SubFilter": "ETSI.CAdES.detached",
	} {
		if s.dict.Get(key) != want {
			s.fail(FormatFailure, string(key))
		}
	}
	if !dated {
		s.fail(FormatFailure, "M")
	}
	der, ok := c.place(s)
	if !ok {
		return
	}
	var f *cms.Failure
	if s.cms, f = cms.Parse(der); f != nil {
		s.refuse(f)
		return
	}
	end := c.revs[s.rev].End
	if c.budget.Work(end/hashedAtOnce+certificateWork*len(s.cms.Certificates)) != nil {
		return
	}
	if f := s.cms.Verify(c.data[:s.gap.Start], c.data[s.gap.End:end]); f != nil {
		s.refuse(f)
	}
	if s.cms.Signer != nil {
		c.signer(s)
	}
}

// place judges where the signature stands: the ranges are the whole revision less one hole, the hole is exactly the
// Contents of this dictionary, and the dictionary belongs to the revision that it covers. It returns the DER inside.
func (c *check) place(s *signature) ([]byte, bool) {
	refuse := func(what string) ([]byte, bool) {
		s.fail(FormatFailure, what)
		return nil, false
	}
	ranges, ok := s.dict.Get("ByteRange").(pdf.Array)
	if !ok || len(ranges) != 4 {
		return refuse("ByteRange")
	}
	var r [4]int
	for i := range ranges {
		if r[i], ok = pdf.Int(ranges[i]); !ok || r[i] < 0 || r[i] > len(c.data) {
			return refuse("ByteRange")
		}
	}
	end := r[2] + r[3]
	if r[0] != 0 || r[1] == 0 || r[2] <= r[1] || r[3] == 0 || end > len(c.data) {
		return refuse("ByteRange")
	}
	for i := range c.revs {
		if i > 0 && c.revs[i].End == end {
			s.rev = i
		}
	}
	if s.rev < 0 {
		return refuse("ByteRange")
	}
	s.out.Revision = s.rev + 1
	s.gap = pdf.Span{Start: r[1], End: r[2]}
	if own := c.docs[s.rev]; own == nil || !c.within(own, s) {
		return refuse("Contents")
	}
	return c.hole(s)
}

// within checks that the dictionary stands in the revision that it covers, around its own hole, and that the newest
// revision shows that very dictionary.
func (c *check) within(own *pdf.Document, s *signature) bool {
	span, ok := own.Span(s.ref.Num)
	newest, there := c.doc.Span(s.ref.Num)
	rev := c.revs[s.rev]
	if !ok || !there || span != newest || span.Start < rev.Start || s.gap.Start < span.Start || s.gap.End > span.End {
		return false
	}
	before := bytes.TrimRight(c.data[span.Start:s.gap.Start], " ")
	if !bytes.HasSuffix(before, []byte("/Contents")) {
		return false
	}
	value, n, err := pdf.ParseObject(c.data[s.gap.Start:s.gap.End])
	contents, isString := s.dict.Get("Contents").(pdf.String)
	return err == nil && n == s.gap.End-s.gap.Start && isString && value == pdf.Object(contents)
}

// maxContents bounds the hole of a signature: the product leaves 16 to 64 KiB of digits.
const maxContents = 1 << 20

// hole decodes the hole. It is the one part of the file that no signature covers, so it has one form: lower-case
// digits, then DER, then zeros.
func (c *check) hole(s *signature) ([]byte, bool) {
	gap := c.data[s.gap.Start:s.gap.End]
	if len(gap) > maxContents {
		s.fail(FormatFailure, "Contents")
		return nil, false
	}
	digits := bytes.TrimSuffix(bytes.TrimPrefix(gap, []byte("<")), []byte(">"))
	if len(digits)+2 != len(gap) || len(bytes.Trim(digits, "0123456789abcdef")) > 0 ||
		bytes.ContainsAny(digits, "ABCDEF \r\n\t\f\x00") {
		s.fail(FormatFailure, "Contents")
		return nil, false
	}
	der := make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(der, digits); err != nil {
		s.fail(FormatFailure, "Contents")
		return nil, false
	}
	value, ok := cms.Unpad(der)
	if !ok {
		s.fail(FormatFailure, "Contents")
	}
	return value, ok
}

// order judges what signatures mean to each other: the first certifies and allows signing only, later ones do not, and
// nothing follows a field that locks the document (ISO 32000-1, 12.8.2.2 and table 233).
func (c *check) order(signed []*signature, i int) {
	s := signed[i]
	s.out.Certifies = c.certification(s)
	first := i == 0
	if first != s.out.Certifies || first != s.dict.Has("Reference") {
		s.fail(SignatureConstraints, "DocMDP")
	}
	if first && s.out.Field != "PPO" && !strings.HasPrefix(s.out.Field, seatMark) {
		s.fail(SignatureConstraints, s.out.Field)
	}
	if i > 0 {
		before := signed[i-1]
		if before.rev == s.rev {
			s.fail(SignatureConstraints, "ByteRange")
		}
		if s.out.DeclaredAt.Before(before.out.DeclaredAt) {
			s.findings.add(info(timeOrder, before.out.Field))
		}
	}
	if n, ok := c.doc.Int(c.doc.Dict(c.doc.Dict(s.field).Get("Lock")).Get("P")); ok && n == 1 && i < len(signed)-1 {
		s.fail(SignatureConstraints, "Lock")
	}
}

// certification tells whether the catalog names this signature, and whether its reference is the one that the product
// writes: DocMDP, P 2, V 1.2.
func (c *check) certification(s *signature) bool {
	perms := c.doc.Dict(c.doc.Catalog().Get("Perms"))
	if !pdf.Equal(perms.Get("DocMDP"), s.ref) {
		return false
	}
	want := pdf.Array{pdf.NewDict(
		pdf.Entry{Key: "Type", Value: pdf.Name("SigRef")},
		pdf.Entry{Key: "TransformMethod", Value: pdf.Name("DocMDP")},
		pdf.Entry{Key: "TransformParams", Value: pdf.NewDict(
			pdf.Entry{Key: "Type", Value: pdf.Name("TransformParams")},
			pdf.Entry{Key: "P", Value: pdf.Integer(2)},
			pdf.Entry{Key: "V", Value: pdf.Name("1.2")},
		)},
	)}
	return pdf.Equal(want, s.dict.Get("Reference"))
}

// digest is the hex SHA-256 of some bytes.
func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// plain takes the mark of demonstration off a name, and the differences that people do not see.
func plain(name string) string {
	return strings.Join(strings.Fields(strings.TrimPrefix(name, demoMark+" ")), " ")
}
