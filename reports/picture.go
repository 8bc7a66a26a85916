package reports

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	stdcolor "image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"strings"

	"recette/reports/page"
)

// errPicture says that an image cannot be shown; the evidence is then listed by name and digest.
var errPicture = errors.New("unusable image")

const (
	maxPixels   = 40_000_000 // 48 kB of PNG can ask for 381 MB once decoded: looked at before decoding
	thumbW      = 360        // pixels: 45 mm wide, about 200 dpi
	thumbH      = 240
	maxPictures = 200 // a PV stays printable, and memory bounded; other evidence is listed by name and digest
	jpegQuality = 82
	mimeJPEG    = "jpeg"
	mimePNG     = "png"
)

// Thumbnails makes the small pictures of a PV, in the order in which its evidence is listed, each piece once. Anybody
// who has the evidence makes the same, and can tell that a thumbnail is of it.
func Thumbnails(pv *PV, evidence func(sha256 string) ([]byte, bool)) []Enclosure {
	var all []Enclosure
	if evidence == nil {
		return nil
	}
	seen := map[string]bool{}
	for _, e := range pv.Pieces() {
		if len(all) >= maxPictures || seen[e.SHA256] || !pictured(e) {
			continue
		}
		seen[e.SHA256] = true
		data, ok := evidence(e.SHA256)
		if !ok {
			continue
		}
		if small, kind, width, err := thumbnail(data, len(all)); err == nil {
			all = append(all, Enclosure{File{
				Name: thumbnailName + e.SHA256 + "." + kind, Of: e.SHA256, Width: width,
			}, small})
		}
	}
	return all
}

// pictured tells whether a piece of evidence may have a thumbnail.
func pictured(e Evidence) bool { return strings.HasPrefix(e.MIME, "image/") }

// thumbnail decodes an image that somebody attached and draws it anew, small, on white, without transparency, profile
// or metadata: gofpdf refuses interlaced and 16-bit PNG, and an image may carry a place and a name. The picture, width
// pixels wide, stands at the left of an image padded to thumbW+seq pixels. Trap measured: gofpdf sorts images by width
// alone and lets the order of a map decide between equals, so two images of one width make two renders differ.
func thumbnail(data []byte, seq int) (out []byte, kind string, width int, err error) {
	conf, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, "", 0, fmt.Errorf("%w: %w", errPicture, err)
	}
	if kind != mimePNG && kind != mimeJPEG || conf.Width < 1 || conf.Height < 1 || conf.Width > maxPixels/conf.Height {
		return nil, "", 0, fmt.Errorf("%w: %s %dx%d", errPicture, kind, conf.Width, conf.Height)
	}
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, "", 0, fmt.Errorf("%w: %w", errPicture, err)
	}
	width, h := within(conf.Width, conf.Height, thumbW, thumbH)
	dst := image.NewRGBA(image.Rect(0, 0, thumbW+seq, h))
	draw.Draw(dst, dst.Rect, image.White, image.Point{}, draw.Src)
	shrink(dst, src, width, h)
	var b bytes.Buffer
	if kind == mimeJPEG {
		err = jpeg.Encode(&b, dst, &jpeg.Options{Quality: jpegQuality})
	} else {
		err = png.Encode(&b, dst) // plain RGB: every pixel is opaque
	}
	return b.Bytes(), kind, width, err
}

// Depicts tells whether a thumbnail, the seq-th of a PV, is the one that a piece of evidence gives. Versions of Go may
// write the same picture in other bytes: its pixels decide then.
func Depicts(f File, content []byte, seq int, evidence []byte) bool {
	want, kind, width, err := thumbnail(evidence, seq)
	if err != nil || width != f.Width || !strings.HasSuffix(f.Name, "."+kind) {
		return false
	}
	if bytes.Equal(content, want) {
		return true
	}
	if _, _, err := fits(content, f, seq); err != nil { // before it is decoded: it may ask for any room
		return false
	}
	a, _, err := image.Decode(bytes.NewReader(content))
	b, _, err2 := image.Decode(bytes.NewReader(want))
	if err != nil || err2 != nil || a.Bounds() != b.Bounds() {
		return false
	}
	x, y := image.NewRGBA(a.Bounds()), image.NewRGBA(b.Bounds())
	draw.Draw(x, x.Rect, a, x.Rect.Min, draw.Src)
	draw.Draw(y, y.Rect, b, y.Rect.Min, draw.Src)
	return bytes.Equal(x.Pix, y.Pix)
}

// Room gives how many bytes an image takes while a thumbnail is made of it, about; 0 when none is.
func Room(data []byte) int {
	conf, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || conf.Width < 1 || conf.Height < 1 || conf.Width > maxPixels/conf.Height {
		return 0
	}
	pixel := 4
	switch {
	case kind == mimeJPEG && progressive(data):
		pixel = 15 // the coefficients of all its scans are held, four bytes each
	case kind == mimeJPEG:
		pixel = 3
	case conf.ColorModel == stdcolor.NRGBA64Model, conf.ColorModel == stdcolor.RGBA64Model:
		pixel = 8
	}
	return conf.Width * conf.Height * pixel
}

// progressive tells a JPEG that comes in several scans (ITU-T T.81, B.2.2) by the first frame that it announces.
func progressive(data []byte) bool {
	for i := 2; i+4 <= len(data) && data[i] == 0xFF; i += 2 + int(data[i+2])<<8 + int(data[i+3]) {
		switch data[i+1] {
		case 0xC0, 0xC1:
			return false
		case 0xC2:
			return true
		}
	}
	return true
}

// fits reads the size of a thumbnail that travelled, and refuses one that thumbnail does not make: it is drawn as it
// is. Of a PNG with transparency gofpdf inflates all that it holds, whatever its size says.
func fits(data []byte, f File, seq int) (kind string, p page.Picture, err error) {
	conf, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return "", p, fmt.Errorf("%w: %w", errPicture, err)
	}
	p = page.Picture{W: f.Width, H: conf.Height, Cw: conf.Width}
	if kind != mimePNG && kind != mimeJPEG || conf.Width != thumbW+seq || conf.Height < 1 || conf.Height > thumbH ||
		f.Width < 1 || f.Width > thumbW || kind == mimePNG && conf.ColorModel != stdcolor.RGBAModel {
		return "", p, fmt.Errorf("%w: %s %dx%d", errPicture, kind, conf.Width, conf.Height)
	}
	return kind, p, nil
}

// within gives the size of w × h reduced, never enlarged, to fit.
func within(w, h, maxW, maxH int) (int, int) {
	if w > maxW {
		w, h = maxW, h*maxW/w
	}
	if h > maxH {
		w, h = w*maxH/h, maxH
	}
	return max(w, 1), max(h, 1)
}

// shrink paints src on the top left w × h pixels of dst, each the mean of the pixels that it covers, over white.
func shrink(dst *image.RGBA, src image.Image, w, h int) {
	b := src.Bounds()
	for y := range h {
		y0, y1 := b.Min.Y+y*b.Dy()/h, b.Min.Y+max((y+1)*b.Dy()/h, y*b.Dy()/h+1)
		for x := range w {
			x0, x1 := b.Min.X+x*b.Dx()/w, b.Min.X+max((x+1)*b.Dx()/w, x*b.Dx()/w+1)
			var r, g, bl, n uint64
			for sy := y0; sy < y1; sy++ {
				for sx := x0; sx < x1; sx++ {
					cr, cg, cb, ca := src.At(sx, sy).RGBA()
					white := uint64(0xFFFF - ca)
					r, g, bl, n = r+uint64(cr)+white, g+uint64(cg)+white, bl+uint64(cb)+white, n+257
				}
			}
			dst.SetRGBA(x, y, stdcolor.RGBA{R: uint8(r / n), G: uint8(g / n), B: uint8(bl / n), A: 255})
		}
	}
}
