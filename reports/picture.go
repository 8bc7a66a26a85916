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

// picture is a thumbnail known to the canvas.
type picture struct {
	name string // of the image in page resources
	w, h int    // pixels of the picture
	cw   int    // pixels of the padded image that holds it
}

// thumbnail decodes an image that somebody attached and draws it anew, small, on white, without transparency, profile
// or metadata: gofpdf refuses interlaced and 16-bit PNG, and an image may carry a place and a name. The picture stands
// at the left of an image padded to thumbW+seq pixels. Trap measured: gofpdf sorts images by width alone and lets the
// order of a map decide between equals, so two images of one width make two renders differ.
func thumbnail(data []byte, seq int) (out []byte, kind string, p picture, err error) {
	conf, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, "", p, fmt.Errorf("%w: %w", errPicture, err)
	}
	if kind != mimePNG && kind != mimeJPEG || conf.Width < 1 || conf.Height < 1 || conf.Width > maxPixels/conf.Height {
		return nil, "", p, fmt.Errorf("%w: %s %dx%d", errPicture, kind, conf.Width, conf.Height)
	}
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, "", p, fmt.Errorf("%w: %w", errPicture, err)
	}
	p.w, p.h = within(conf.Width, conf.Height, thumbW, thumbH)
	p.cw = thumbW + seq
	dst := image.NewRGBA(image.Rect(0, 0, p.cw, p.h))
	draw.Draw(dst, dst.Rect, image.White, image.Point{}, draw.Src)
	shrink(dst, src, p.w, p.h)
	var b bytes.Buffer
	if kind == mimeJPEG {
		err = jpeg.Encode(&b, dst, &jpeg.Options{Quality: jpegQuality})
	} else {
		err = png.Encode(&b, dst) // plain RGB: every pixel is opaque
	}
	return b.Bytes(), kind, p, err
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
