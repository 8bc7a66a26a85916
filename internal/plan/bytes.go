package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// ManifestVersion is the version of the manifest format that Freeze gives; Parse reads it and those before, for ever.
const ManifestVersion = 2

// errManifest is the root of the errors of Parse.
var errManifest = errors.New("invalid manifest")

// The errors of Parse.
var (
	errManifestVersion   = fmt.Errorf("%w: unknown version", errManifest)
	errManifestNames     = fmt.Errorf("%w: names twice or out of order", errManifest)
	errManifestCanonical = fmt.Errorf("%w: bytes are not canonical", errManifest)
)

// Bytes gives the canonical bytes of the manifest: JSON with the fields in the order of the struct, no space, no HTML
// escape, a final newline. The same manifest gives the same bytes, and Parse accepts no others.
func (m Manifest) Bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := m.write(&b); err != nil {
		return nil, fmt.Errorf("encode manifest: %w", err)
	}
	return b.Bytes(), nil
}

// write puts the canonical bytes out case by case: nothing but the cases makes a manifest large.
func (m Manifest) write(w io.Writer) error {
	cases := m.Cases
	if len(cases) > 0 {
		m.Cases = []FrozenCase{}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return err
	}
	frame := bytes.Clone(b.Bytes())
	if len(cases) > 0 {
		const none = `"cases":[]` // of the manifest itself: no key after it has that name
		at := bytes.LastIndex(frame, []byte(none)) + len(none) - 1
		if _, err := w.Write(frame[:at]); err != nil {
			return err
		}
		frame = frame[at:]
	}
	var c written
	for i := range cases {
		b.Reset()
		if i > 0 {
			b.WriteByte(',')
		}
		c = cases[i].written()
		if err := enc.Encode(&c); err != nil {
			return err
		}
		if _, err := w.Write(b.Bytes()[:b.Len()-1]); err != nil {
			return err
		}
	}
	_, err := w.Write(frame)
	return err
}

// Parse reads the bytes of a manifest. It returns an error under errManifest for an unknown version, an unknown field,
// names that stand twice or out of order, or bytes that Bytes would not have written: whoever hashes them and whoever
// reads them see one document.
//
// A manifest of thousands of cases is large. Its bytes go as its cases come, and what cases have in common is kept
// once: they and the cases are never both in memory. The errors of the reader come back under errManifest too.
func Parse(r io.Reader) (Manifest, error) {
	want, again := sha256.New(), sha256.New()
	var cases []FrozenCase
	s := scan(io.TeeReader(r, want))
	m, err := s.manifest(func() { cases = s.frozen() })
	if s.err != nil && !errors.Is(s.err, io.EOF) {
		err = s.err
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", errManifest, err)
	}
	if !m.Names.orderly() {
		return Manifest{}, errManifestNames
	}
	for i := range cases {
		if m.V < 2 && (cases[i].Antenne != "" || cases[i].Former != nil || cases[i].Replay != "") {
			return Manifest{}, fmt.Errorf("%w: %d", errManifestVersion, m.V)
		}
		cases[i].Feature.Language = m.Language
	}
	if cases != nil {
		m.Cases = cases
	}
	if err := m.write(again); err != nil || !bytes.Equal(again.Sum(nil), want.Sum(nil)) {
		return Manifest{}, errManifestCanonical
	}
	return m, nil
}

// first reports whether the manifest holds only what one of version 1 may hold.
func (m *Manifest) first() bool {
	plain := *m
	plain.Sections, plain.Antennes, plain.Quorum, plain.Before, plain.Gone = nil, nil, "", nil, nil
	plain.Names = Names{}
	plain.Parties = slices.Clone(m.Parties)
	for i := range plain.Parties {
		plain.Parties[i].Function = ""
	}
	plain.Journeys = slices.Clone(m.Journeys)
	for i := range plain.Journeys {
		plain.Journeys[i].JourneyDetail = JourneyDetail{}
	}
	plain.DataSets = slices.Clone(m.DataSets)
	for i := range plain.DataSets {
		plain.DataSets[i].DataDetail = DataDetail{}
	}
	for _, list := range []*[]Criterion{&plain.Entry, &plain.Exit} {
		*list = slices.Clone(*list)
		for i := range *list {
			(*list)[i].CriterionDetail = CriterionDetail{}
		}
	}
	before, err := m.Bytes()
	after, err2 := plain.Bytes()
	return err == nil && err2 == nil && bytes.Equal(before, after)
}

// Digest is the hex SHA-256 of the manifest's bytes: the name under which the journal knows it.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Journey gives the journey of a code, or nil.
func (m *Manifest) Journey(code string) *Journey {
	for i := range m.Journeys {
		if m.Journeys[i].Code == code {
			return &m.Journeys[i]
		}
	}
	return nil
}

// CriticalCases gives the ids of the cases that a critical journey holds, or that are critical by themselves.
func (m *Manifest) CriticalCases() map[string]bool {
	critical := criticalOf(m.Journeys)
	for i := range m.Cases {
		if m.Cases[i].Critical {
			critical[m.Cases[i].ID] = true
		}
	}
	return critical
}

func criticalOf(journeys []Journey) map[string]bool {
	critical := map[string]bool{}
	for _, j := range journeys {
		if j.Critical {
			for _, id := range j.Cases {
				critical[id] = true
			}
		}
	}
	return critical
}
