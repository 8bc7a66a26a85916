package page

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jung-kurt/gofpdf"
)

// ErrRender says that the PDF library could not write the document.
var ErrRender = errors.New("cannot render")

// stopped carries the error of Stop out of the layout.
type stopped struct{ error }

// Caught turns a panic of the PDF library into ErrRender: a comment of a tester must not end the program.
func Caught(err *error) {
	if p := recover(); p != nil {
		if s, ok := p.(stopped); ok {
			*err = s.error
			return
		}
		*err = fmt.Errorf("%w: %v", ErrRender, p)
	}
}

// Color is an RGB colour.
type Color struct{ r, g, b uint8 }

// Style is how a text is drawn: face, size in points, colour.
type Style struct {
	Face  FaceID
	Size  float64
	Color Color
}

// Picture is an image known to the canvas.
type Picture struct {
	name string // of the image in page resources
	W, H int    // pixels of the picture
	Cw   int    // pixels of the padded image that holds it
}

// point is a position in points, from the top left of the page.
type point struct{ x, y float64 }

// Canvas is the only door to gofpdf. Positions are points from the top left corner, y downwards, baselines for texts.
// gofpdf keeps pages, fonts, images, links and bookmarks; operators of text and shapes are written here, straight into
// a buffer that is deflated page after page: gofpdf measures, copies and formats each cell several times, keeps every
// page in clear, and its cells and automatic page breaks hide where things land.
//
// Between two operations the current fill and stroke are black: whoever changes them puts them back.
type Canvas struct {
	pdf    *gofpdf.Fpdf
	w, h   float64
	faces  [faceCount]*face
	names  [faceCount]string // resource names of the fonts, "F3e7a…"
	press  *press
	buf    []byte // operators of the open page
	Number int    // of the open page, from 1; 0: none
	face   FaceID // font set in the operators of buf
	size   float64
	images map[string]Picture
	Stop   func(page, size int) error
	err    error
}

// NewCanvas opens a document of pages of w × h points, made at a time. Whoever opens it calls End.
func NewCanvas(w, h float64, created time.Time) *Canvas {
	pdf := gofpdf.NewCustom(&gofpdf.InitType{
		OrientationStr: "P", UnitStr: "pt", Size: gofpdf.SizeType{Wd: w, Ht: h},
	})
	// Without fixed dates and sorted catalogues two renders differ.
	pdf.SetCreationDate(created.UTC())
	pdf.SetModificationDate(created.UTC())
	pdf.SetCatalogSort(true)
	pdf.SetCompression(false)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	return &Canvas{pdf: pdf, w: w, h: h, press: newPress(), images: map[string]Picture{}}
}

// load gives the metrics of a face, embedding it at its first use.
func (c *Canvas) load(id FaceID) *face {
	if f := c.faces[id]; f != nil {
		return f
	}
	f, err := readFace(id.ttf())
	if err != nil {
		c.fail(err)
		f = &face{adv: make([]uint16, 1<<16)}
	}
	c.faces[id] = f
	family, variant := id.family()
	// A copy: gofpdf writes in the bytes of the font, which documents that are drawn at once would share.
	c.pdf.AddUTF8FontFromBytes(family, variant, bytes.Clone(id.ttf()))
	c.names[id] = resourceName(c.pdf, family+variant)
	if c.names[id] == "F" {
		c.fail(fmt.Errorf("font %s%s: %w", family, variant, ErrFont))
	}
	return f
}

func (id FaceID) family() (family, variant string) {
	switch id {
	case SansBold:
		return "liberation", "B"
	case SansItalic:
		return "liberation", "I"
	case Mono:
		return "liberationmono", ""
	default:
		return "liberation", ""
	}
}

// resourceName reads the name that gofpdf gives to a font in page resources.
func resourceName(pdf *gofpdf.Fpdf, key string) string {
	fonts := reflect.ValueOf(pdf).Elem().FieldByName("fonts")
	if fonts.Kind() != reflect.Map {
		return "F"
	}
	return private(fonts.MapIndex(reflect.ValueOf(key)), "F")
}

// private reads the digest that gofpdf puts in names of fonts and images and does not export. The library is frozen
// since 2021 and pinned; a change would give a name without digest, which is an error, not a broken page.
func private(v reflect.Value, prefix string) string {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct || v.FieldByName("i").Kind() != reflect.String {
		return prefix
	}
	return prefix + v.FieldByName("i").String()
}

func (c *Canvas) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// AddPage closes the open page and opens a new one, the last.
func (c *Canvas) AddPage() {
	if c.Stop != nil {
		if err := c.Stop(c.Pages()+1, c.press.settled()); err != nil {
			panic(stopped{err})
		}
	}
	c.shut(false)
	c.pdf.AddPage()
	c.press.add()
	c.Number = c.Pages()
}

// turnTo closes the open page and opens page n again, to add to it.
func (c *Canvas) turnTo(n int) {
	c.shut(false)
	c.pdf.SetPage(n)
	c.Number = n
}

// shut closes the open page, for good when it is the last time.
func (c *Canvas) shut(last bool) {
	if c.Number > 0 {
		c.buf = c.press.give(c.Number, c.buf, last)
	}
	c.Number, c.size = 0, 0
}

// End lets go of what the pages were made with. It may be called again.
func (c *Canvas) End() { c.press.end() }

// Contents gives what was drawn on each page, deflated, once all is.
func (c *Canvas) Contents() [][]byte { return c.press.contents() }

// Pages is the number of pages.
func (c *Canvas) Pages() int { return len(c.press.pages) }

// Text draws s on one line; runes that the face lacks are skipped, so callers clean first.
func (c *Canvas) Text(x, y float64, st Style, s string) {
	if s == "" {
		return
	}
	f := c.load(st.Face)
	if f.fresh(s) {
		c.register(st, f, s)
	}
	c.buf = append(c.buf, "BT "...)
	if c.size != st.Size || c.face != st.Face {
		c.buf = append(c.buf, '/')
		c.buf = append(c.buf, c.names[st.Face]...)
		c.num(st.Size)
		c.buf = append(c.buf, " Tf"...)
		c.face, c.size = st.Face, st.Size
	}
	black := st.Color == Color{}
	if !black {
		c.rgb(st.Color, "rg")
	}
	c.num(x)
	c.num(c.h - y)
	c.buf = append(c.buf, " Td ("...)
	c.buf = f.encode(c.buf, visual(s))
	c.buf = append(c.buf, ") Tj"...)
	if !black {
		c.buf = append(c.buf, " 0 g"...)
	}
	c.buf = append(c.buf, " ET\n"...)
}

// fresh reports whether s holds a glyph that the subset does not have yet.
func (f *face) fresh(s string) bool {
	for _, r := range s {
		if f.glyph(r) && f.used[r>>6]&(1<<(r&63)) == 0 {
			return true
		}
	}
	return false
}

// encode appends s as the bytes of a PDF literal string, two per rune.
func (f *face) encode(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		i += n
		if !f.glyph(r) {
			continue
		}
		dst = escape(escape(dst, byte(r>>8)), byte(r))
	}
	return dst
}

func escape(dst []byte, b byte) []byte {
	switch b {
	case '\\', '(', ')':
		return append(dst, '\\', b)
	case '\r':
		return append(dst, '\\', 'r')
	}
	return append(dst, b)
}

// register tells gofpdf which glyphs to embed, the only way there is: by drawing them. What it draws goes into the
// content of a page that bind replaces.
func (c *Canvas) register(st Style, f *face, s string) {
	s = strings.Map(func(r rune) rune {
		if !f.glyph(r) {
			return -1
		}
		f.used[r>>6] |= 1 << (r & 63)
		return r
	}, s)
	family, variant := st.Face.family()
	c.pdf.SetFont(family, variant, st.Size)
	c.pdf.Text(0, 0, s)
}

// num appends a space and v with at most two decimals.
func (c *Canvas) num(v float64) {
	n := int64(v*100 + 0.5)
	if v < 0 {
		n = -int64(-v*100 + 0.5)
	}
	c.buf = append(c.buf, ' ')
	if n < 0 {
		c.buf, n = append(c.buf, '-'), -n
	}
	c.buf = strconv.AppendInt(c.buf, n/100, 10)
	if d := n % 100; d != 0 {
		c.buf = append(c.buf, '.', byte('0'+d/10))
		if d%10 != 0 {
			c.buf = append(c.buf, byte('0'+d%10))
		}
	}
}

func (c *Canvas) rgb(k Color, op string) {
	for _, v := range [3]uint8{k.r, k.g, k.b} {
		n := (int(v)*1000 + 127) / 255
		if n == 1000 {
			c.buf = append(c.buf, " 1"...)
			continue
		}
		c.buf = append(c.buf, ' ', '.', byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10))
	}
	c.buf = append(c.buf, ' ')
	c.buf = append(c.buf, op...)
}

// Anchor makes a target that links may point at before it has a place.
func (c *Canvas) Anchor() int { return c.pdf.AddLink() }

// Place puts an anchor at height y of the open page.
func (c *Canvas) Place(anchor int, y float64) { c.pdf.SetLink(anchor, y, c.Number) }

// LinkTo makes a rectangle of the open page lead to an anchor.
func (c *Canvas) LinkTo(x, y, w, h float64, anchor int) { c.pdf.Link(x, y, w, h, anchor) }

// linkOut makes a rectangle lead out of the document. Only https and mailto addresses do: gofpdf writes any scheme,
// javascript among them.
func (c *Canvas) linkOut(x, y, w, h float64, url string) {
	if safeURL(url) {
		c.pdf.LinkString(x, y, w, h, url)
	}
}

func safeURL(url string) bool {
	low := strings.ToLower(url)
	if !strings.HasPrefix(low, "https://") && !strings.HasPrefix(low, "mailto:") {
		return false
	}
	for i := range len(url) {
		if url[i] <= ' ' || url[i] >= 0x7F {
			return false
		}
	}
	return true
}

// Bookmark adds an outline entry, level from 0, at height y of the last page. A level may grow by one at most.
func (c *Canvas) Bookmark(level int, title string, y float64) { c.pdf.Bookmark(title, level, y) }

// About fills the document information.
func (c *Canvas) About(title, subject, author, producer string) {
	c.pdf.SetTitle(title, true)
	c.pdf.SetSubject(subject, true)
	c.pdf.SetAuthor(author, true)
	c.pdf.SetProducer(producer, true)
	c.pdf.SetCreator(producer, true)
}

// Output draws over each page with overlay, and writes the file, its pages apart or in their place.
func (c *Canvas) Output(w io.Writer, apart bool, overlay func(page int)) error {
	c.shut(false)
	for n := 1; n <= c.Pages(); n++ {
		c.turnTo(n)
		if overlay != nil {
			overlay(n)
		}
		c.shut(true)
	}
	c.press.end()
	if c.err == nil {
		c.err = c.pdf.Error()
	}
	if c.err != nil {
		return c.err
	}
	b := binder{w: w, pages: c.press.pages, apart: apart}
	if err := c.pdf.Output(&b); b.err == nil && err != nil {
		return fmt.Errorf("%w: %w", ErrRender, err)
	}
	return b.err
}

// binder receives the file of gofpdf, which comes whole in one call, without a copy of it.
type binder struct {
	w     io.Writer
	pages []*pressed
	apart bool
	err   error
}

func (b *binder) Write(file []byte) (int, error) {
	if b.err = bind(b.w, file, b.pages, b.apart); b.err != nil {
		return 0, b.err
	}
	return len(file), nil
}

// Picture makes an image of a kind, "png" or "jpeg", known under a name. One that cannot be drawn gives false; it never
// spoils the document. The caller answers for what the file asks for once it is decoded.
func (c *Canvas) Picture(name, kind string, p Picture, data []byte) (Picture, bool) {
	if known, ok := c.images[name]; ok {
		return known, known.W > 0
	}
	c.pdf.RegisterImageOptionsReader(name, gofpdf.ImageOptions{ImageType: kind}, bytes.NewReader(data))
	p.name = private(reflect.ValueOf(c.pdf.GetImageInfo(name)), "I")
	if c.pdf.Error() != nil || p.name == "I" {
		p = Picture{}
	}
	c.pdf.ClearError()
	c.images[name] = p
	return p, p.W > 0
}

// Show draws a picture, h points high.
func (c *Canvas) Show(p Picture, x, y, h float64) {
	w := h * float64(p.Cw) / float64(p.H)
	c.op("q")
	c.num(w)
	c.op(" 0 0")
	c.num(h)
	c.at(x, y+h)
	c.op(" cm /" + p.name + " Do Q\n")
}
