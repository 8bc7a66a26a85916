package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"recette/reports/page"
)

// Layout is the version of the pages that PDF draws. It moves with anything that changes a byte of the pages of a PV
// that was drawn before: a text, a position, a font, an order. Whoever verifies a PV draws its pages again with the
// version that it names; docs/mise-en-page.md says how long each is kept. A test holds the pages of a PV to it, and the
// PVs of the versions of before to theirs.
const Layout = 2

// File is a file that travels inside a PV beside its data and its plan: what the drawing of the pages needs.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`            // bytes
	Of     string `json:"of,omitempty"`    // of a thumbnail: the SHA-256 of its piece of evidence
	Width  int    `json:"width,omitempty"` // of a thumbnail: pixels of the picture; what is at its right is padding
}

// The names of the files that travel inside a PV, thumbnails aside.
const (
	DataName     = "pv.json"
	ManifestName = "manifest.json"
	WordsName    = "texts.json"
)

// thumbnailName begins the name of a thumbnail: the digest of the piece of evidence and its kind come next.
const thumbnailName = "thumbnail-"

// Describe says what a file that travels is: its media type, what it is to the document (ISO 19005-3, Annex E), and a
// sentence in the document's language.
func Describe(texts page.Texts, name string) (media, relationship, description string) {
	switch {
	case name == DataName:
		return jsonMedia, "Data", texts("reports.file.data")
	case name == ManifestName:
		return jsonMedia, "Source", texts("reports.file.manifest")
	case strings.HasPrefix(name, thumbnailName):
		_, kind, _ := strings.Cut(name, ".")
		return "image/" + kind, "Supplement", texts("reports.file.thumbnail")
	case strings.HasPrefix(name, logName):
		return "text/plain", "Supplement", texts("reports.file.log")
	case strings.HasPrefix(name, constatName):
		return "application/pdf", "Supplement", texts("reports.file.constat")
	}
	return jsonMedia, "Supplement", texts("reports.file.texts")
}

const jsonMedia = "application/json"

// Words are the texts that a document is drawn with, in its language, by key, as they travel inside it.
type Words map[string]string

// Text gives the text of a key with its arguments. An unknown key comes back between angle brackets.
func (w Words) Text(key string, args ...any) string {
	text, ok := w[key]
	switch {
	case !ok:
		return "⟨" + key + "⟩"
	case len(args) == 0 || !strings.Contains(text, "%"):
		return text
	}
	return fmt.Sprintf(text, args...)
}

// JSON writes the texts in their one form: keys in order, one a line.
func (w Words) JSON() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	_ = enc.Encode(map[string]string(w)) // texts always encode
	return b.Bytes()
}

// ReadWords reads what JSON writes, and nothing else: ErrFormat.
func ReadWords(data []byte) (Words, error) {
	var w Words
	err := json.Unmarshal(data, &w)
	if err == nil && (len(w) == 0 || !bytes.Equal(w.JSON(), data)) {
		err = errors.New("not in canonical form")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrFormat, WordsName, err)
	}
	return w, nil
}

// Enclosure is a file that travels, with its content.
type Enclosure struct {
	File
	Data []byte
}

// Enclose gathers what the drawing of a PV needs beside its data, and notes it in the PV: the layout, the time zone of
// printed times, the texts, a thumbnail of each picture that evidence gives by its SHA-256, in hex, and what loading
// data printed. A piece of evidence that is no picture, or that is not there, has none: a PV is never refused for an
// image. The files of joined come last.
func Enclose(
	pv *PV, words Words, zone string, evidence func(sha256 string) ([]byte, bool), joined ...Enclosure,
) []Enclosure {
	pv.Layout, pv.TimeZone, pv.Files = Layout, zone, nil
	text := words.JSON()
	all := append([]Enclosure{{File{Name: WordsName}, text}}, Thumbnails(pv, evidence)...)
	all = append(append(all, Logs(pv, evidence)...), joined...)
	for i := range all {
		f := &all[i].File
		sum := sha256.Sum256(all[i].Data)
		f.SHA256, f.Size = hex.EncodeToString(sum[:]), int64(len(all[i].Data))
		pv.Files = append(pv.Files, *f)
	}
	return all
}
