package picture_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"recette/internal/picture"
)

// The smallest pictures of WebP, as pages tell with them which kinds a browser reads: a photo, one without loss, one
// that moves.
const (
	webpLossy    = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
	webpLossless = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
	webpMoving   = "UklGRlIAAABXRUJQVlA4WAoAAAASAAAAAAAAAAAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAAAAAAAAAAAGQAAABW" +
		"UDhMDQAAAC8AAAAQBxAREYiI/gcA"
)

func based(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// drawing is black, with a white square at the top left that is a quarter wide and a half high.
func drawing(w, h int, m interface {
	image.Image
	Set(x, y int, c color.Color)
},
) image.Image {
	for y := range h {
		for x := range w {
			c := color.Gray{}
			if x < w/4 && y < h/2 {
				c.Y = 255
			}
			m.Set(x, y, c)
		}
	}
	return m
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tiff is a directory that says how a picture lies, and names a place.
func tiff(order binary.AppendByteOrder, mark string, o int) []byte {
	b := order.AppendUint32([]byte(mark), 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint16(order.AppendUint16(b, 0x8825), 4) // the directory of GPS (Exif 2.32, 4.6.3)
	b = order.AppendUint32(order.AppendUint32(b, 1), 38)
	b = order.AppendUint16(order.AppendUint16(b, 0x0112), 3)
	b = order.AppendUint16(order.AppendUint16(order.AppendUint32(b, 1), uint16(o)), 0)
	return append(order.AppendUint32(b, 0), "N 48.8566 E 2.3522"...)
}

// withExif puts a directory in front of the points of a JPEG or a PNG.
func withExif(b, dir []byte) []byte {
	if picture.Sniff(b) == picture.JPEG {
		seg := append([]byte("Exif\x00\x00"), dir...)
		head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(seg)+2))
		return slices.Concat(head, seg, b[2:])
	}
	chunk := append([]byte("eXIf"), dir...)
	at := binary.BigEndian.AppendUint32(nil, uint32(len(dir)))
	const header = 8 + 25
	return slices.Concat(
		b[:header], at, chunk, binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk)), b[header:],
	)
}

func decoded(t testing.TB, c *picture.Clean) image.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(c.Body))
	if c.Kind == picture.JPEG {
		m, err = jpeg.Decode(bytes.NewReader(c.Body))
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Bounds().Size(); got != (image.Point{X: c.Width, Y: c.Height}) {
		t.Errorf("it is %v, and said to be %d by %d", got, c.Width, c.Height)
	}
	return m
}

// whiteAt gives the corners of a picture that are white, and how it is wide.
func whiteAt(m image.Image) (corner string, wide bool) {
	b := m.Bounds()
	for name, p := range map[string]image.Point{
		"top left": {2, 2}, "top right": {b.Dx() - 3, 2}, "bottom left": {2, b.Dy() - 3},
		"bottom right": {b.Dx() - 3, b.Dy() - 3},
	} {
		if r, _, _, _ := m.At(b.Min.X+p.X, b.Min.Y+p.Y).RGBA(); r > 0xb000 {
			corner += name
		}
	}
	return corner, b.Dx() > b.Dy()
}

// TestClean_SetsUpright: the corner that was the first point lies where Exif 2.32, 4.6.4 A, says, in each model.
func TestClean_SetsUpright(t *testing.T) {
	const w, h = 64, 32
	box := image.Rect(0, 0, w, h)
	photo := image.NewYCbCr(box, image.YCbCrSubsampleRatio422)
	gray := drawing(w, h, image.NewGray(box))
	for i := range photo.Y {
		photo.Y[i] = gray.At(i%photo.YStride, i/photo.YStride).(color.Gray).Y
	}
	for i := range photo.Cb {
		photo.Cb[i], photo.Cr[i] = 128, 128
	}
	pictures := map[string][]byte{
		"PNG": asPNG(t, drawing(w, h, image.NewNRGBA(box))),
		"PNG of a palette": asPNG(t, drawing(w, h, image.NewPaletted(box, color.Palette{
			color.Black, color.White,
		}))),
		"JPEG":       asJPEG(t, drawing(w, h, image.NewRGBA(box))),
		"gray JPEG":  asJPEG(t, gray),
		"JPEG 4:2:2": asJPEG(t, photo),
	}
	want := []string{
		"top left", "top right", "bottom right", "bottom left", "top left", "top right", "bottom right", "bottom left",
	}
	for name, b := range pictures {
		for i, corner := range want {
			for mark, order := range map[string]binary.AppendByteOrder{
				"II*\x00": binary.LittleEndian, "MM\x00*": binary.BigEndian,
			} {
				got, err := picture.New().Clean(t.Context(), withExif(b, tiff(order, mark, i+1)))
				if err != nil {
					t.Fatalf("%s at %d: %v", name, i+1, err)
				}
				if at, wide := whiteAt(decoded(t, got)); at != corner || wide != (i < 4) {
					t.Errorf("%s at %d: white is %s, wide %v", name, i+1, at, wide)
				}
			}
		}
	}
}

// TestClean_KeepsPointsAlone: what a camera wrote beside the points, and what was put after them, is gone (ASVS 5.0,
// 5.2.2).
func TestClean_KeepsPointsAlone(t *testing.T) {
	m := drawing(40, 20, image.NewNRGBA(image.Rect(0, 0, 40, 20)))
	place := tiff(binary.BigEndian, "MM\x00*", 1)
	for kind, b := range map[picture.Kind][]byte{
		picture.PNG: withExif(asPNG(t, m), place), picture.JPEG: withExif(asJPEG(t, m), place),
	} {
		b = append(b, "PK\x03\x04<script>alert(1)</script>%PDF-1.7"...)
		gone := []string{"48.8566", "PK\x03\x04", "script", "%PDF", "eXIf"}
		if kind == picture.JPEG {
			b = slices.Concat(b[:2], []byte("\xff\xfe\x00\x0dvu par Jean"), b[2:]) // a comment
			gone = []string{"48.8566", "PK\x03\x04", "script", "%PDF", "Exif", "Jean"}
		}
		got, err := picture.New().Clean(t.Context(), b)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if got.Kind != kind {
			t.Errorf("%s is kept as %s", kind, got.Kind)
		}
		for _, rest := range gone {
			if !bytes.Contains(b, []byte(rest)) || bytes.Contains(got.Body, []byte(rest)) {
				t.Errorf("%s: %q was not there, or is left", kind, rest)
			}
		}
		if at, _ := whiteAt(decoded(t, got)); at != "top left" {
			t.Errorf("%s: white is %s", kind, at)
		}
	}
}

// TestClean_Formats: what is read comes out as PNG, or as JPEG when it was a photo.
func TestClean_Formats(t *testing.T) {
	m := drawing(40, 20, image.NewNRGBA(image.Rect(0, 0, 40, 20)))
	var moving bytes.Buffer
	frame := func(c color.Color) *image.Paletted {
		return image.NewPaletted(image.Rect(0, 0, 40, 20), color.Palette{c, color.White})
	}
	if err := gif.EncodeAll(&moving, &gif.GIF{
		Image: []*image.Paletted{frame(color.Black), frame(color.White)}, Delay: []int{1, 1},
	}); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		body []byte
		want picture.Kind
	}{
		"PNG":               {asPNG(t, m), picture.PNG},
		"PNG of 16 bits":    {asPNG(t, drawing(40, 20, image.NewNRGBA64(image.Rect(0, 0, 40, 20)))), picture.PNG},
		"JPEG":              {asJPEG(t, m), picture.JPEG},
		"GIF":               {asGIF(t, m), picture.PNG},
		"GIF that moves":    {moving.Bytes(), picture.PNG},
		"WebP of a photo":   {based(t, webpLossy), picture.JPEG},
		"WebP without loss": {based(t, webpLossless), picture.PNG},
	} {
		got, err := picture.New().Clean(t.Context(), tt.body)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Kind != tt.want || picture.Sniff(got.Body) != tt.want {
			t.Errorf("%s is %s, want %s", name, got.Kind, tt.want)
		}
		decoded(t, got)
	}
}

// TestClean_Hides: what is under a mask is gone, the rest stays; a mask beyond the picture hides what it covers.
func TestClean_Hides(t *testing.T) {
	for name, b := range map[string][]byte{
		"PNG":  asPNG(t, drawing(64, 32, image.NewNRGBA(image.Rect(0, 0, 64, 32)))),
		"JPEG": asJPEG(t, drawing(64, 32, image.NewNRGBA(image.Rect(0, 0, 64, 32)))),
	} {
		got, err := picture.New().Clean(t.Context(), b, image.Rect(-5, -5, 16, 16))
		if err != nil {
			t.Fatal(err)
		}
		m := decoded(t, got)
		if at, _ := whiteAt(m); at != "" {
			t.Errorf("%s: the %s is still white", name, at)
		}
		half, err := picture.New().Clean(t.Context(), b, image.Rect(0, 8, 16, 16), image.Rect(60, 60, 400, 400))
		if err != nil {
			t.Fatal(err)
		}
		if at, _ := whiteAt(decoded(t, half)); at != "top left" {
			t.Errorf("%s: what is not hidden is gone", name)
		}
	}
}

func TestThumbnail(t *testing.T) {
	for name, tt := range map[string]struct {
		w, h int
		want image.Point
	}{
		"wide":    {1600, 400, image.Pt(200, 50)},
		"high":    {400, 1600, image.Pt(50, 200)},
		"small":   {30, 20, image.Pt(30, 20)},
		"a line":  {4000, 1, image.Pt(200, 1)},
		"upright": {1600, 400, image.Pt(50, 200)},
	} {
		b := asJPEG(t, drawing(tt.w, tt.h, image.NewGray(image.Rect(0, 0, tt.w, tt.h))))
		if name == "upright" {
			b = withExif(b, tiff(binary.BigEndian, "MM\x00*", 6))
		}
		got, err := picture.New().Thumbnail(t.Context(), b, 200)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if size := decoded(t, got).Bounds().Size(); size != tt.want {
			t.Errorf("%s: %v, want %v", name, size, tt.want)
		}
	}
}

// header gives a picture that says to have so many points, and has none.
func header(kind string, w, h uint32, depth byte) []byte {
	switch kind {
	case "png":
		ihdr := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)...)
		ihdr = append(ihdr, depth, 6, 0, 0, 0)
		return slices.Concat([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), ihdr,
			binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(ihdr)), []byte("\x00\x00\x00\x00IDAT"))
	case "jpeg", "progressive":
		marker := byte(0xc0)
		if kind == "progressive" {
			marker = 0xc2
		}
		return []byte{
			0xff, 0xd8, 0xff, marker, 0, 17, 8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), 3,
			1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 0xff, 0xda, 0, 2,
		}
	case "gif":
		return []byte{'G', 'I', 'F', '8', '9', 'a', byte(w), byte(w >> 8), byte(h), byte(h >> 8), 0, 0, 0, ',', 0}
	}
	w, h = w-1, h-1
	return []byte{
		'R', 'I', 'F', 'F', 22, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P', '8', 'X', 10, 0, 0, 0, 0, 0, 0, 0,
		byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16),
	}
}

// TestClean_Refuses: a header that promises too much is refused before anything is decoded (ASVS 5.0, 5.2.6), and what
// is no picture that is read says what it is.
func TestClean_Refuses(t *testing.T) {
	whole := asPNG(t, drawing(40, 20, image.NewGray(image.Rect(0, 0, 40, 20))))
	for name, tt := range map[string]struct {
		body []byte
		want error
		kind picture.Kind
	}{
		"a PNG of 4 billion":     {header("png", 65_000, 65_000, 8), picture.ErrLarge, ""},
		"a PNG just over":        {header("png", 8_000, 5_001, 8), picture.ErrLarge, ""},
		"a PNG that is a line":   {header("png", 1, 70_000, 8), picture.ErrLarge, ""},
		"a PNG that has none":    {header("png", 8_000, 5_000, 8), picture.ErrBroken, ""},
		"a PNG of 16 bits":       {header("png", 8_000, 3_000, 16), picture.ErrLarge, ""},
		"a JPEG of 4 billion":    {header("jpeg", 65_000, 65_000, 0), picture.ErrLarge, ""},
		"a JPEG in scans":        {header("progressive", 6_000, 3_000, 0), picture.ErrLarge, ""},
		"a JPEG at once":         {header("jpeg", 6_000, 3_000, 0), picture.ErrBroken, ""},
		"a GIF":                  {header("gif", 65_000, 65_000, 0), picture.ErrLarge, ""},
		"a WebP":                 {header("webp", 40_000, 40_000, 0), picture.ErrLarge, ""},
		"a WebP that moves":      {based(t, webpMoving), picture.ErrBroken, ""},
		"half a PNG":             {whole[:len(whole)/2], picture.ErrBroken, ""},
		"a PNG without points":   {header("png", 0, 10, 8), picture.ErrBroken, ""},
		"HEIC of a telephone":    {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), picture.ErrKind, picture.HEIC},
		"AVIF":                   {[]byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00"), picture.ErrKind, picture.AVIF},
		"SVG":                    {[]byte(`<svg onload="alert(1)"/>`), picture.ErrKind, picture.SVG},
		"SVG behind a prologue":  {[]byte("\xef\xbb\xbf <?xml version='1.0'?>\n<SVG/>"), picture.ErrKind, picture.SVG},
		"TIFF":                   {[]byte("II*\x00\x08\x00\x00\x00\x00\x00\x00\x00"), picture.ErrKind, picture.TIFF},
		"BMP":                    {[]byte("BM\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), picture.ErrKind, picture.BMP},
		"a text that names one":  {[]byte("une ligne, puis <svg>"), picture.ErrKind, ""},
		"a document without one": {[]byte("<?xml version='1.0'?><releve/>"), picture.ErrKind, ""},
		"nothing":                {nil, picture.ErrKind, ""},
	} {
		_, err := picture.New().Clean(t.Context(), tt.body)
		if !errors.Is(err, tt.want) || !errors.Is(err, picture.Err) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
		if bad, ok := errors.AsType[*picture.KindError](err); ok && bad.Kind != tt.kind {
			t.Errorf("%s is %q, want %q", name, bad.Kind, tt.kind)
		}
	}
}

// TestClean_Waits: while the places are taken nobody else is let in, and who does not wait is told.
func TestClean_Waits(t *testing.T) {
	l := picture.New()
	if err := l.Busy(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Clean(ctx, asPNG(t, image.NewGray(image.Rect(0, 0, 4, 4)))); !errors.Is(err, context.Canceled) {
		t.Errorf("in a full lab: %v", err)
	}
}

// FuzzClean: whatever is sent, what comes out is a picture of the size that it says.
func FuzzClean(f *testing.F) {
	m := drawing(40, 20, image.NewNRGBA(image.Rect(0, 0, 40, 20)))
	dir := tiff(binary.LittleEndian, "II*\x00", 6)
	for _, b := range [][]byte{
		withExif(asPNG(f, m), dir), withExif(asJPEG(f, m), dir), asGIF(f, m), based(f, webpLossy),
		based(f, webpLossless), based(f, webpMoving), header("png", 65_000, 65_000, 8), header("webp", 9, 9, 0),
	} {
		f.Add(b)
	}
	l := picture.New()
	f.Fuzz(func(t *testing.T, b []byte) {
		if !small(b) {
			t.Skip("SKIPPED: a header that promises too much is for TestClean_Refuses")
		}
		got, err := l.Clean(t.Context(), b, image.Rect(1, 1, 3, 3))
		if err != nil {
			if !errors.Is(err, picture.Err) {
				t.Errorf("%v", err)
			}
			return
		}
		decoded(t, got)
		if _, err := l.Thumbnail(t.Context(), b, 16); err != nil {
			t.Errorf("without a thumbnail: %v", err)
		}
	})
}

// small tells whether a picture is quickly decoded.
func small(b []byte) bool {
	read := map[picture.Kind]func([]byte) (image.Config, error){
		picture.PNG:  func(b []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(b)) },
		picture.JPEG: func(b []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(b)) },
		picture.GIF:  func(b []byte) (image.Config, error) { return gif.DecodeConfig(bytes.NewReader(b)) },
	}[picture.Sniff(b)]
	if read == nil {
		return len(b) < 1<<12
	}
	c, err := read(b)
	return err != nil || c.Width*c.Height < 1<<20
}
