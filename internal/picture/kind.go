package picture

import (
	"bytes"
	"errors"
	"fmt"
)

// Kind is a format of pictures.
type Kind string

// The formats that are told apart. Those after WebP are known, and not read.
const (
	PNG  Kind = "png"
	JPEG Kind = "jpeg"
	GIF  Kind = "gif"
	webP Kind = "webp"
	HEIC Kind = "heic" // of telephones; AVIF is another codec in the same container
	AVIF Kind = "avif"
	SVG  Kind = "svg" // a document, which may hold scripts
	TIFF Kind = "tiff"
	BMP  Kind = "bmp"
)

// Why a picture is not taken. The errors of this package form a tree: test with errors.Is.
var (
	Err = errors.New("picture not taken")
	// ErrKind is a picture of a format that is not read. See *KindError.
	ErrKind = fmt.Errorf("%w: format not read", Err)
	// ErrLarge is a picture that takes too much to be decoded. See *SizeError.
	ErrLarge = fmt.Errorf("%w: too large", Err)
	// ErrBroken is a picture that does not decode.
	ErrBroken = fmt.Errorf("%w: does not decode", Err)
)

// KindError says which format is not read.
type KindError struct{ Kind Kind }

func (e *KindError) Error() string { return fmt.Sprintf("%v: %q", ErrKind, e.Kind) }

// Unwrap gives ErrKind.
func (e *KindError) Unwrap() error { return ErrKind }

// SizeError gives the dimensions of a picture that is too large, in pixels, and how many it may have.
type SizeError struct{ Width, Height, Most int }

func (e *SizeError) Error() string {
	return fmt.Sprintf("%v: %d by %d pixels, at most %d", ErrLarge, e.Width, e.Height, e.Most)
}

// Unwrap gives ErrLarge.
func (e *SizeError) Unwrap() error { return ErrLarge }

// Sniff tells the format by the content, never by a name; empty: no picture that is known.
func Sniff(b []byte) Kind {
	for _, k := range []struct {
		magic string
		kind  Kind
	}{
		{"\x89PNG\r\n\x1a\n", PNG},
		{"\xff\xd8\xff", JPEG},
		{"GIF87a", GIF},
		{"GIF89a", GIF},
		{"II*\x00", TIFF},
		{"MM\x00*", TIFF},
		{"BM", BMP},
	} {
		if bytes.HasPrefix(b, []byte(k.magic)) {
			return k.kind
		}
	}
	if len(b) < 12 {
		return ""
	}
	switch {
	case string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		return webP
	case string(b[4:8]) == "ftyp": // ISO/IEC 14496-12, 4.3: the major brand follows
		switch string(b[8:12]) {
		case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1":
			return HEIC
		case "avif", "avis":
			return AVIF
		}
	case drawn(b):
		return SVG
	}
	return ""
}

// drawn tells a document of SVG, which is text.
func drawn(b []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(b[:min(len(b), 1024)], []byte("\xef\xbb\xbf"))))
	for _, start := range []string{"<?xml", "<!doctype", "<!--"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return bytes.Contains(head, []byte("<svg"))
		}
	}
	return bytes.HasPrefix(head, []byte("<svg"))
}
