package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"

	"recette/internal/budget"
)

// Decode returns the decoded bytes of a stream: raw when it has no filter, else through FlateDecode and its
// predictors. It returns errFilter for any other filter and ErrLimit past Limits.Inflate. The result may alias the
// input of Open when there is no filter.
func (d *Document) Decode(s *Stream) ([]byte, error) {
	filters, parms, err := d.filters(s)
	if err != nil {
		return nil, err
	}
	data := s.Data
	for i := range filters {
		if filters[i] != "FlateDecode" {
			return nil, fmt.Errorf("%w: %s", errFilter, filters[i])
		}
		if data, err = d.inflate(data); err != nil {
			return nil, err
		}
		if data, err = d.unpredict(data, parms[i]); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// filters lists the filters of a stream and the parameters of each, nil where there are none.
func (d *Document) filters(s *Stream) ([]Name, []*Dict, error) {
	if s == nil || s.Dict == nil {
		return nil, nil, fmt.Errorf("%w: no stream", ErrStructure)
	}
	if s.Dict.Has("F") {
		return nil, nil, fmt.Errorf("%w: stream data in another file", ErrUnsupported)
	}
	f, err := d.resolve(s.Dict.Get("Filter"))
	if err != nil {
		return nil, nil, err
	}
	p, err := d.resolve(s.Dict.Get("DecodeParms"))
	if err != nil {
		return nil, nil, err
	}
	switch v := f.(type) {
	case nil:
		return nil, nil, nil
	case Name:
		dp, _ := p.(*Dict)
		return []Name{v}, []*Dict{dp}, nil
	case Array:
		if len(v) > 4 {
			return nil, nil, fmt.Errorf("%w: %d filters on one stream", ErrLimit, len(v))
		}
		pa, _ := p.(Array)
		names, parms := make([]Name, len(v)), make([]*Dict, len(v))
		for i := range v {
			names[i] = d.Name(v[i])
			if i < len(pa) {
				parms[i] = d.Dict(pa[i])
			}
		}
		return names, parms, nil
	}
	return nil, nil, fmt.Errorf("%w: filter is neither name nor array", ErrSyntax)
}

func (d *Document) inflate(data []byte) ([]byte, error) {
	if len(data) == 0 { // what qpdf writes for an empty stream; every reader sees nothing there
		return nil, nil
	}
	zr, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errFilter, err)
	}
	// the stream that passed the limit took one byte more
	room := max(0, min(d.limits.Inflate, d.limits.InflateTotal-d.inflated))
	var out bytes.Buffer
	out.Grow(min(room, 4*len(data)+512))
	n, err := io.Copy(&out, io.LimitReader(counting{zr, d.limits.Budget}, int64(room)+1))
	d.inflated += int(n)
	if err != nil {
		return nil, d.filterError(err)
	}
	if n > int64(room) {
		return nil, fmt.Errorf("%w: stream inflates past %d bytes", ErrLimit, room)
	}
	return out.Bytes(), nil
}

// filterError tells a stream that cannot be decoded from one that costs too much.
func (d *Document) filterError(err error) error {
	if over := d.limits.Budget.Err(); over != nil {
		return limited(over)
	}
	return fmt.Errorf("%w: %w", errFilter, err)
}

// Reader decodes a stream piece by piece: a large attachment is never whole in memory. It takes what Decode takes, but
// no predictor. Whoever reads bounds how much; only the budget does here.
func (d *Document) Reader(s *Stream) (io.Reader, error) {
	filters, parms, err := d.filters(s)
	if err != nil {
		return nil, err
	}
	var r io.Reader = bytes.NewReader(s.Data)
	for i := range filters {
		if filters[i] != "FlateDecode" || parms[i] != nil {
			return nil, fmt.Errorf("%w: %s", errFilter, filters[i])
		}
		if len(s.Data) == 0 {
			break
		}
		zr, err := zlib.NewReader(r)
		if err != nil {
			return nil, d.filterError(err)
		}
		r = counting{zr, d.limits.Budget}
	}
	return r, nil
}

// counting counts what is inflated.
type counting struct {
	r      io.Reader
	budget *budget.Budget
}

// inflateWork is what one decoded byte costs.
const inflateWork = 1

func (c counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if over := c.budget.Work(n * inflateWork); over != nil {
		return n, over
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %w", errFilter, err)
	}
	return n, err
}

// unpredict undoes the predictors of 7.4.4.4: none, TIFF with 8-bit components, and the PNG family.
func (d *Document) unpredict(data []byte, parms *Dict) ([]byte, error) {
	get := func(k Name, def int) int {
		if v, ok := Int(d.value(parms.Get(k))); ok {
			return v
		}
		return def
	}
	pred := get("Predictor", 1)
	if pred <= 1 {
		return data, nil
	}
	colors, bits, columns := get("Colors", 1), get("BitsPerComponent", 8), get("Columns", 1)
	if colors < 1 || colors > 32 || bits < 1 || bits > 16 || columns < 1 || columns > 1<<20 {
		return nil, fmt.Errorf("%w: predictor parameters", errFilter)
	}
	bpp, row := (colors*bits+7)/8, (colors*bits*columns+7)/8
	if len(data) == 0 {
		return data, nil
	}
	if err := d.limits.Budget.Work(4 * len(data)); err != nil {
		return nil, limited(err)
	}
	switch {
	case pred == 2 && bits == 8:
		out := append([]byte(nil), data...)
		for s := 0; s < len(out); s += row {
			for i := s + bpp; i < min(s+row, len(out)); i++ {
				out[i] += out[i-bpp]
			}
		}
		return out, nil
	case pred >= 10 && pred <= 15:
		return unpredictPNG(data, bpp, row)
	}
	return nil, fmt.Errorf("%w: predictor %d", errFilter, pred)
}

func unpredictPNG(data []byte, bpp, row int) ([]byte, error) {
	if len(data)%(row+1) != 0 {
		return nil, fmt.Errorf("%w: predicted data is not a whole number of rows", errFilter)
	}
	out := make([]byte, 0, len(data)/(row+1)*row)
	prev := make([]byte, row)
	for len(data) > 0 {
		kind, src := data[0], data[1:row+1]
		data = data[row+1:]
		out = append(out, src...)
		cur := out[len(out)-row:]
		for i := range cur {
			var left, up, corner byte
			up = prev[i]
			if i >= bpp {
				left, corner = cur[i-bpp], prev[i-bpp]
			}
			switch kind {
			case 0:
			case 1:
				cur[i] += left
			case 2:
				cur[i] += up
			case 3:
				cur[i] += byte((int(left) + int(up)) / 2)
			case 4:
				cur[i] += paeth(left, up, corner)
			default:
				return nil, fmt.Errorf("%w: PNG row type %d", errFilter, kind)
			}
		}
		prev = cur
	}
	return out, nil
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
