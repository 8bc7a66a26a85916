package page

import (
	"encoding/binary"
	"errors"
	"unicode/utf8"

	"github.com/go-fonts/liberation/liberationmonoregular"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"
)

// FaceID names one of the embedded faces (Liberation 2, SIL OFL 1.1).
type FaceID uint8

// The faces.
const (
	Sans FaceID = iota
	SansBold
	SansItalic
	Mono
	faceCount
)

func (id FaceID) ttf() []byte {
	switch id {
	case SansBold:
		return liberationsansbold.TTF
	case SansItalic:
		return liberationsansitalic.TTF
	case Mono:
		return liberationmonoregular.TTF
	default:
		return liberationsansregular.TTF
	}
}

// ErrFont says that an embedded font could not be read.
var ErrFont = errors.New("unreadable font")

// face holds what layout needs of a font: which runes of the Basic Multilingual Plane it can draw, and how wide they
// are. gofpdf does not say whether a glyph is missing, and measures strings by copying them into slices of runes; a
// flat table answers both and costs nothing per string.
type face struct {
	adv  []uint16     // advance by rune, in thousandths of the font size, rounded as gofpdf writes them
	has  [1024]uint64 // bit set: the font has a glyph
	used [1024]uint64 // bit set: gofpdf knows that the glyph must be in the subset
}

func (f *face) glyph(r rune) bool {
	return r >= 0 && r <= 0xFFFF && f.has[r>>6]&(1<<(r&63)) != 0
}

// width measures s in thousandths of the font size.
func (f *face) width(s string) int {
	w := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			w += int(f.adv[c])
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r <= 0xFFFF {
			w += int(f.adv[r])
		}
		i += n
	}
	return w
}

// readFace reads the character map (format 4) and the advances of a TrueType font.
func readFace(ttf []byte) (*face, error) {
	t := sfnt(ttf)
	head, hhea, hmtx, cmap := t.table("head"), t.table("hhea"), t.table("hmtx"), t.table("cmap")
	em, metrics := head.u16(18), hhea.u16(34)
	if em == 0 || metrics == 0 || len(hmtx) < metrics*4 {
		return nil, ErrFont
	}
	sub := cmap.format4()
	if sub == nil {
		return nil, ErrFont
	}
	f := &face{adv: make([]uint16, 1<<16)}
	segs := sub.u16(6) / 2
	ends, starts := sfnt(sub[14:]), sfnt(sub[min(len(sub), 16+2*segs):])
	deltas, offsets := sfnt(sub[min(len(sub), 16+4*segs):]), sfnt(sub[min(len(sub), 16+6*segs):])
	for i := range segs {
		for r := starts.u16(2 * i); r <= ends.u16(2*i) && r != 0xFFFF; r++ {
			gid := r
			if o := offsets.u16(2 * i); o != 0 {
				if gid = offsets.u16(2*i + o + 2*(r-starts.u16(2*i))); gid == 0 {
					continue
				}
			}
			if gid = (gid + deltas.u16(2*i)) & 0xFFFF; gid == 0 {
				continue
			}
			a := hmtx.u16(4 * min(gid, metrics-1))
			f.has[r>>6] |= 1 << (r & 63)
			f.adv[r] = uint16((a*1000*2 + em) / (2 * em))
		}
	}
	return f, nil
}

// sfnt reads big-endian numbers of a TrueType table; out of range is 0, never a panic.
type sfnt []byte

func (t sfnt) u16(at int) int {
	if at < 0 || at+2 > len(t) {
		return 0
	}
	return int(binary.BigEndian.Uint16(t[at:]))
}

func (t sfnt) table(name string) sfnt {
	for i := range t.u16(4) {
		at := 12 + 16*i
		if at+16 > len(t) || string(t[at:at+4]) != name {
			continue
		}
		off, n := t.u16(at+8)<<16|t.u16(at+10), t.u16(at+12)<<16|t.u16(at+14)
		if off > len(t) || n > len(t)-off {
			return nil
		}
		return t[off : off+n]
	}
	return nil
}

func (t sfnt) format4() sfnt {
	for i := range t.u16(2) {
		at := 4 + 8*i
		platform, encoding := t.u16(at), t.u16(at+2)
		off := t.u16(at+4)<<16 | t.u16(at+6)
		if (platform == 3 && encoding == 1 || platform == 0) && t.u16(off) == 4 && off+16 < len(t) {
			return t[off:]
		}
	}
	return nil
}
