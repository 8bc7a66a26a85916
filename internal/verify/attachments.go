package verify

import (
	"cmp"
	"context"
	"crypto/md5" // the format asks for MD5 (ISO 32000-1, 7.11.4.1); nothing relies on it
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"recette/internal/budget"
	"recette/internal/pdf"
	"recette/internal/strictjson"
)

// Digest is the hex SHA-256 of a file, by which journal and report name it.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Enclosure is a file inside a PDF. Its size is announced, and one that lies is a fault of the file: no reader would
// agree with another on where it ends.
type Enclosure struct {
	Name string
	Size int

	doc    *pdf.Document
	stream *pdf.Stream
	budget *budget.Budget
	whole  []byte
	sums   *sums // once it was read to the end
	reused bool  // it will be: the sum that a PDF holds is asked for too
}

// Enclosures gives the files embedded in the newest revision of a PDF, by name, to be read within the budget of a
// judgement. It judges nothing: a signature may be missing or broken. It returns an error of the pdf.ErrPDF tree when
// the file cannot be read, one of budget.ErrExceeded when it asks for too much, that of the context, and one when two
// attachments share a name, since a reader could then be shown either.
func Enclosures(ctx context.Context, data []byte) (map[string]*Enclosure, error) {
	b := budget.New(ctx, allowance(len(data)))
	if len(data) > MaxFile {
		return nil, tooLarge(len(data))
	}
	d, err := pdf.OpenLimits(data, pdfLimits(b))
	if err != nil {
		return nil, cmp.Or(b.Err(), err)
	}
	return attachments(d, b)
}

func attachments(d *pdf.Document, b *budget.Budget) (map[string]*Enclosure, error) {
	names := d.Array(d.Dict(d.Dict(d.Catalog().Get("Names")).Get("EmbeddedFiles")).Get("Names"))
	if len(names)%2 != 0 {
		return nil, fmt.Errorf("%w: embedded files", pdf.ErrStructure)
	}
	files := map[string]*Enclosure{}
	for i := 0; i+1 < len(names); i += 2 {
		spec := d.Dict(names[i+1])
		name := d.Text(spec.Get("UF"))
		stream := d.Stream(d.Dict(spec.Get("EF")).Get("F"))
		if err := b.Hold(len(name) + attachedBytes); err != nil {
			return nil, err
		}
		if name == "" || stream == nil {
			return nil, fmt.Errorf("%w: embedded file %d", pdf.ErrStructure, i/2)
		}
		if _, twice := files[name]; twice {
			return nil, fmt.Errorf("%w: two embedded files named %q", pdf.ErrStructure, name)
		}
		size, ok := d.Int(d.Dict(stream.Dict.Get("Params")).Get("Size"))
		if !ok || size < 0 {
			return nil, fmt.Errorf("%w: embedded file %q without a size", pdf.ErrStructure, name)
		}
		files[name] = &Enclosure{Name: name, Size: size, doc: d, stream: stream, budget: b}
	}
	return files, b.Err()
}

// attachedBytes is what an attachment takes before it is read.
const attachedBytes = 256

// open reads the file piece by piece, so that a large one is never whole in memory.
func (a *Enclosure) open() (io.Reader, error) {
	if a == nil {
		return nil, fmt.Errorf("%w: no such embedded file", pdf.ErrStructure)
	}
	r, err := a.doc.Reader(a.stream)
	if err != nil {
		return nil, fmt.Errorf("embedded file %q: %w", a.Name, err)
	}
	return &sized{r: r, left: a.Size}, nil
}

// Bytes gives the whole file, in the room that its size takes.
func (a *Enclosure) Bytes() ([]byte, error) {
	if a != nil && a.whole != nil {
		return a.whole, nil
	}
	r, err := a.open()
	if err != nil {
		return nil, err
	}
	if err := a.budget.Hold(a.Size); err != nil {
		return nil, err
	}
	content := make([]byte, a.Size+1) // one more: the end is seen without more room
	n, err := io.ReadFull(r, content)
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, cmp.Or(a.budget.Err(), err)
	}
	a.whole = content[:n:n]
	return a.whole, nil
}

// decode reads the file as JSON of a model, strictly, as a stream.
func (a *Enclosure) decode(into any) error {
	r, err := a.open()
	if err != nil {
		return err
	}
	return strictjson.Decode(r, into, a.budget)
}

// DecodeSum is decode, and gives the hex SHA-256 of what was read.
func (a *Enclosure) DecodeSum(into any) (string, error) {
	r, err := a.open()
	if err != nil {
		return "", err
	}
	sums := newSums(a.reused)
	if err := strictjson.Decode(io.TeeReader(r, sums), into, a.budget); err != nil {
		return "", err
	}
	a.sums = sums
	return sums.sha256(), nil
}

// Reused gives the file to a document that is drawn again, as it stands in this one.
func (a *Enclosure) Reused() (pdf.Attachment, error) {
	if a.sums == nil || a.sums.short == nil {
		a.reused = true
		if err := a.read(); err != nil {
			return pdf.Attachment{}, err
		}
	}
	out := pdf.Attachment{Name: a.Name}
	out.Reuse(a.stream, a.Size, [md5.Size]byte(a.sums.short.Sum(nil)))
	return out, nil
}

// digest gives the hex SHA-256 of the file.
func (a *Enclosure) digest() (string, error) {
	if a.sums == nil {
		if err := a.read(); err != nil {
			return "", err
		}
	}
	return a.sums.sha256(), nil
}

// read computes the digests of the file.
func (a *Enclosure) read() error {
	r, err := a.open()
	if err != nil {
		return err
	}
	sums := newSums(a.reused)
	if _, err := io.Copy(sums, r); err != nil {
		return err
	}
	a.sums = sums
	return nil
}

// sums are the digests of a file: the one that names it, and the one that a PDF holds of it, nil unless it is reused.
type sums struct{ long, short hash.Hash }

func newSums(reused bool) *sums {
	s := &sums{long: sha256.New()}
	if reused {
		s.short = md5.New()
	}
	return s
}

func (s *sums) Write(p []byte) (int, error) {
	if s.short != nil {
		_, _ = s.short.Write(p)
	}
	return s.long.Write(p)
}

func (s *sums) sha256() string { return hex.EncodeToString(s.long.Sum(nil)) }

// errSize reports a file that is not as long as it says.
var errSize = fmt.Errorf("%w: embedded file of another size than it says", pdf.ErrStructure)

// sized reads as many bytes as were announced, and refuses one more or one less.
type sized struct {
	r    io.Reader
	left int
}

func (s *sized) Read(p []byte) (int, error) {
	n, err := s.r.Read(p[:min(len(p), s.left+1)])
	s.left -= n
	if s.left < 0 || errors.Is(err, io.EOF) && s.left > 0 {
		return 0, errSize
	}
	return n, err
}
