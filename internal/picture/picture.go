package picture

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	stddraw "image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
	"golang.org/x/sync/semaphore"
)

// What one picture may take.
const (
	// mostSide is how many points a side may have: a line that long is no picture, and what draws one smaller holds a
	// whole side at a time.
	mostSide = 65_535
	// mostPixels is how many points a picture may have, if it is held as most are.
	mostPixels = 40_000_000
	// mostBytes is what its points may take in memory while it is decoded and turned.
	mostBytes = 320_000_000
	// bigBytes is from when on a picture is worked on alone.
	bigBytes = 80_000_000
	quality  = 85 // of a photo that is written anew
)

// Lab works on two pictures at once, or on a big one alone, so that memory is bounded: the others wait. It is safe for
// concurrent use.
type Lab struct{ places *semaphore.Weighted }

const places = 2

// New makes a lab.
func New() *Lab { return &Lab{semaphore.NewWeighted(places)} }

// Clean is a picture that was written anew.
type Clean struct {
	Body          []byte
	Kind          Kind // PNG, or JPEG of what was a photo
	Width, Height int  // pixels
}

// Clean decodes a picture of which Sniff told the format, sets it upright and writes it anew, what hide names in solid
// black. Of a GIF the first picture is kept. The errors are under Err, or that of ctx.
func (l *Lab) Clean(ctx context.Context, b []byte, hide ...image.Rectangle) (*Clean, error) {
	m, done, err := l.open(ctx, b)
	if err != nil {
		return nil, err
	}
	defer done()
	if len(hide) > 0 {
		m = hidden(m, hide)
	}
	return write(m, photo(Sniff(b), m))
}

// Thumbnail gives a picture within a square of side pixels.
func (l *Lab) Thumbnail(ctx context.Context, b []byte, side int) (*Clean, error) {
	m, done, err := l.open(ctx, b)
	if err != nil {
		return nil, err
	}
	defer done()
	size := m.Bounds().Size()
	if size.X <= side && size.Y <= side {
		return write(m, false)
	}
	w, h := side, max(1, size.Y*side/size.X)
	if size.Y > size.X {
		w, h = max(1, size.X*side/size.Y), side
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(small, small.Rect, m, m.Bounds(), draw.Src, nil)
	return write(small, photo(Sniff(b), m))
}

// open decodes a picture, upright, once there is a place for it; done gives the place back.
func (l *Lab) open(ctx context.Context, b []byte) (m image.Image, done func(), err error) {
	kind := Sniff(b)
	weight, err := look(b, kind)
	if err != nil {
		return nil, nil, err
	}
	if err := l.places.Acquire(ctx, weight); err != nil {
		return nil, nil, fmt.Errorf("wait for a place: %w", err)
	}
	done = func() { l.places.Release(weight) }
	if m, err = decode(b, kind); err != nil {
		done()
		return nil, nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return upright(m, orientation(b, kind)), done, nil
}

// look reads the header alone, and gives how many places a picture takes.
func look(b []byte, kind Kind) (weight int64, err error) {
	var c image.Config
	r := bytes.NewReader(b)
	switch kind {
	case PNG:
		c, err = png.DecodeConfig(r)
	case JPEG:
		c, err = jpeg.DecodeConfig(r)
	case GIF:
		c, err = gif.DecodeConfig(r)
	case webP:
		c, err = webp.DecodeConfig(r)
	default:
		return 0, &KindError{kind}
	}
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return 0, fmt.Errorf("%w: no points", ErrBroken)
	}
	if max(c.Width, c.Height) > mostSide {
		return 0, &SizeError{Width: c.Width, Height: c.Height, Most: mostSide}
	}
	pixels, each := int64(c.Width)*int64(c.Height), taken(b, kind, c.ColorModel)
	if most := min(mostPixels, mostBytes/each); pixels > most {
		return 0, &SizeError{Width: c.Width, Height: c.Height, Most: int(most)}
	}
	if pixels*each > bigBytes {
		return places, nil
	}
	return 1, nil
}

// taken gives how many bytes a point takes at most, decoded and turned.
func taken(b []byte, kind Kind, model color.Model) int64 {
	switch {
	case kind == JPEG && progressive(b):
		return 18 // three components, kept whole until the last scan
	case model == color.NRGBA64Model, model == color.RGBA64Model, model == color.Gray16Model:
		return 16
	}
	return 8
}

// progressive tells whether a JPEG comes in several scans, by the marker of its frame (ITU-T T.81, table B.1).
func progressive(b []byte) bool {
	for b = b[2:]; len(b) >= 4; {
		if b[0] != 0xff {
			return true // between segments: nothing is told, and the worst is taken
		}
		switch b[1] {
		case 0xc0, 0xc1:
			return false
		case 0xc2:
			return true
		case 0xff:
			b = b[1:]
			continue
		}
		size := int(b[2])<<8 | int(b[3])
		if 2+size > len(b) {
			return true
		}
		b = b[2+size:]
	}
	return true
}

func decode(b []byte, kind Kind) (image.Image, error) {
	r := bytes.NewReader(b)
	switch kind {
	case PNG:
		return png.Decode(r)
	case JPEG:
		return jpeg.Decode(r)
	case GIF:
		return gif.Decode(r)
	default:
		return webp.Decode(r)
	}
}

// photo tells whether a picture lost points already when it was made: to keep it without loss takes much for nothing.
func photo(kind Kind, m image.Image) bool {
	_, lossy := m.(*image.YCbCr)
	return kind == JPEG || kind == webP && lossy
}

// hidden gives a picture with rectangles in solid black: nothing of what was under them is left.
func hidden(m image.Image, hide []image.Rectangle) image.Image {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	stddraw.Draw(out, out.Rect, m, b.Min, stddraw.Src)
	for _, r := range hide {
		stddraw.Draw(out, r, image.NewUniform(color.Black), image.Point{}, stddraw.Src)
	}
	return out
}

// write encodes a picture.
func write(m image.Image, lossy bool) (*Clean, error) {
	size := m.Bounds().Size()
	out := &Clean{Kind: PNG, Width: size.X, Height: size.Y}
	var b bytes.Buffer
	var err error
	if lossy {
		out.Kind = JPEG
		if _, ink := m.(*image.CMYK); ink { // the encoder asks for each of its points
			m = hidden(m, nil)
		}
		err = jpeg.Encode(&b, m, &jpeg.Options{Quality: quality})
	} else {
		err = png.Encode(&b, m)
	}
	if err != nil {
		return nil, fmt.Errorf("write a picture: %w", err)
	}
	out.Body = b.Bytes()
	return out, nil
}
