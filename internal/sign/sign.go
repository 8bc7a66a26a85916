package sign

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"recette/internal/pdf"
)

// Request says who signs what, where and when.
type Request struct {
	// Field names the empty signature field.
	Field string
	// Name and Reason go to the signature dictionary; Name defaults to the certificate's.
	Name, Reason string
	// At is the declared time, to the second; mandatory.
	At time.Time
	// Certify makes a certification signature that allows form filling and signing only (DocMDP, P 2). It must be the
	// first signature.
	Certify  bool
	Identity *Identity
	// Appearance is a PDF whose first page is drawn in the visible box; nil leaves the box empty.
	Appearance []byte
	// Rand feeds the signature algorithm; nil means crypto/rand.
	Rand io.Reader
	// Reserve is the room first kept for the CMS, in bytes; 0 means 8 KiB. It doubles as needed.
	Reserve int
}

// defaultReserve holds a signature with its chain without time-stamp (2.5 to 3.3 KB measured).
const defaultReserve = 8 << 10

// maxReserve stops the doubling: no chain of certificates of this product comes near.
const maxReserve = 1 << 20

// Result is a signed document and what a journal keeps of the signature. Digests are SHA-256 in lower-case hexadecimal.
type Result struct {
	// PDF starts with the bytes that were given to Sign.
	PDF []byte
	// CMS is the signature as stored, without the padding.
	CMS []byte
	// SignatureValueSHA256 is over the bare signature value, CertificateSHA256 over the DER certificate, FileSHA256
	// over PDF.
	SignatureValueSHA256, CertificateSHA256, FileSHA256 string
}

// Sign appends one revision that signs base in the named field, as PAdES B-B (ETSI EN 319 142-1). The base must be
// regular in the sense of pdf.Document.Regular, and its bytes stay a prefix of the result. It returns errors of the
// ErrSign tree (request, document, certificate) or of pdf.ErrPDF.
func Sign(base []byte, r Request) (Result, error) {
	if r.At.IsZero() || r.Field == "" || r.Reserve < 0 || r.Reserve > maxReserve {
		return Result{}, fmt.Errorf("%w: time, field or reserve", ErrRequest)
	}
	r.At = r.At.Truncate(time.Second)
	if err := r.Identity.Check(r.At); err != nil {
		return Result{}, err
	}
	if r.Rand == nil {
		r.Rand = rand.Reader
	}
	doc, err := pdf.Open(base)
	if err != nil {
		return Result{}, fmt.Errorf("sign: %w", err)
	}
	if err := doc.Regular(); err != nil {
		return Result{}, fmt.Errorf("%w: %w", ErrDocument, err)
	}
	target, err := findField(doc, r.Field, r.Certify)
	if err != nil {
		return Result{}, err
	}
	reserve := r.Reserve
	if reserve == 0 {
		reserve = defaultReserve
	}
	for {
		res, need, err := attempt(doc, target, &r, reserve)
		if err != nil || need <= reserve {
			return res, err
		}
		// The place was too small. What was signed includes its size: sign anew, never cut.
		for reserve < need {
			reserve *= 2
		}
		if reserve > maxReserve {
			return Result{}, fmt.Errorf("%w: signature of %d bytes", ErrRequest, need)
		}
	}
}

// attempt writes the revision with the given room and signs it; need is the size of the CMS, and the result is empty
// when that is more than the room.
func attempt(doc *pdf.Document, target field, r *Request, reserve int) (res Result, need int, err error) {
	u, err := pdf.NewUpdate(doc)
	if err != nil {
		return res, 0, fmt.Errorf("sign: %w", err)
	}
	ref, err := revise(u, doc, target, r, reserve)
	if err != nil {
		return res, 0, err
	}
	written, err := u.Write()
	if err != nil {
		return res, 0, fmt.Errorf("sign: %w", err)
	}
	span, _ := written.Span(ref)
	out := written.Bytes
	gap, err := fillByteRange(out, span, reserve)
	if err != nil {
		return res, 0, err
	}
	h := sha256.New()
	h.Write(out[:gap.Start])
	h.Write(out[gap.End:])
	cms, value, err := signedData(r.Identity, h.Sum(nil), r.Rand)
	if err != nil || len(cms) > reserve {
		return res, len(cms), err
	}
	hex.Encode(out[gap.Start+1:], cms)
	return Result{
		PDF: out, CMS: cms, SignatureValueSHA256: digest(value),
		CertificateSHA256: digest(r.Identity.Certificate.Raw), FileSHA256: digest(out),
	}, len(cms), nil
}

func digest(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
