package evidence

import (
	"bytes"
	"errors"
	"image"
	_ "image/jpeg" // dimensions of JPEG
	_ "image/png"  // dimensions of PNG
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// classify tells the type by the content and refuses the ones outside the list: PNG, JPEG, WebP, PDF, and text of any
// kind (logs, JSON, HAR, HTML), which is only ever shown as text. SVG and HTML carry scripts: they are text here, or
// refused when their name says that they are meant to be drawn.
func classify(f io.ReaderAt, scan *textScan, name string) (string, error) {
	head := make([]byte, 512)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	head = head[:n]
	ext := extension(name)
	switch {
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png", checkImage(f)
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return "image/jpeg", checkImage(f)
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		w, h, ok := webpSize(head)
		return "image/webp", checkPixels(w, h, ok)
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return "application/pdf", nil
	}
	if !textExtension(ext) || !scan.isText() {
		return "", &TypeError{Detected: detected(head), Extension: ext}
	}
	switch {
	case !scan.utf8:
		return "text/plain; charset=windows-1252", nil // logs of Windows tools; every byte has a meaning there
	case ext == ".json" || ext == ".har":
		return "application/json", nil
	}
	return "text/plain", nil
}

// detected names what a refused content looks like, for the person who gave it: the few kinds that people try to
// attach.
func detected(head []byte) string {
	for _, k := range []struct{ magic, name string }{
		{"MZ", "application/vnd.microsoft.portable-executable"},
		{"\x7fELF", "application/x-executable"},
		{"#!", "text/x-script"},
		{"PK\x03\x04", "application/zip"},
		{"\x1f\x8b", "application/gzip"},
		{"GIF8", "image/gif"},
		{"BM", "image/bmp"},
		{"<svg", "image/svg+xml"},
		{"<?xml", "text/xml"},
	} {
		if bytes.HasPrefix(head, []byte(k.magic)) {
			return k.name
		}
	}
	if len(head) > 11 && string(head[4:8]) == "ftyp" {
		return "video/mp4"
	}
	if utf8.Valid(head) && bytes.IndexByte(head, 0) < 0 {
		return "text/plain"
	}
	return "application/octet-stream"
}

// extension gives the end of a name that says a type: a dot, then two to five letters or digits, a letter first.
// "Relevé 1.2" and "M.Dupont" have none.
func extension(name string) string {
	ext := strings.ToLower(filepath.Ext(name))
	if len(ext) < 3 || len(ext) > 6 || ext[1] < 'a' || ext[1] > 'z' ||
		strings.Trim(ext[1:], "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ""
	}
	return ext
}

// textExtension lists the names under which text is accepted. No extension is one of them: attachments of a program
// often have none.
func textExtension(ext string) bool {
	switch ext {
	case "", ".txt", ".log", ".json", ".har", ".html", ".htm", ".csv", ".md", ".xml", ".yaml", ".yml", ".jsonl",
		".diff":
		return true
	}
	return false
}

func checkImage(f io.ReaderAt) error {
	c, _, err := image.DecodeConfig(io.NewSectionReader(f, 0, 1<<62))
	return checkPixels(c.Width, c.Height, err == nil)
}

// checkPixels is done before anything decodes the image.
func checkPixels(w, h int, readable bool) error {
	if !readable || w <= 0 || h <= 0 {
		return &imageError{}
	}
	if int64(w)*int64(h) > maxPixels {
		return &imageError{Width: w, Height: h}
	}
	return nil
}

// webpSize reads the dimensions of the three kinds of WebP (RFC 9649, 2.5 to 2.7).
func webpSize(b []byte) (w, h int, ok bool) {
	if len(b) < 30 {
		return 0, 0, false
	}
	switch p := b[20:]; string(b[12:16]) {
	case "VP8 ":
		if p[3] != 0x9d || p[4] != 0x01 || p[5] != 0x2a {
			return 0, 0, false
		}
		return int(p[6]) | int(p[7]&0x3f)<<8, int(p[8]) | int(p[9]&0x3f)<<8, true
	case "VP8L":
		if p[0] != 0x2f {
			return 0, 0, false
		}
		bits := uint32(p[1]) | uint32(p[2])<<8 | uint32(p[3])<<16 | uint32(p[4])<<24
		return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1, true
	case "VP8X":
		return (int(p[4]) | int(p[5])<<8 | int(p[6])<<16) + 1, (int(p[7]) | int(p[8])<<8 | int(p[9])<<16) + 1, true
	}
	return 0, 0, false
}
