package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// ManifestVersion is the version of the manifest format that Bytes writes and Parse reads.
const ManifestVersion = 1

// ErrManifest is the root of the errors of Parse.
var ErrManifest = errors.New("invalid manifest")

// The errors of Parse.
var (
	ErrManifestVersion   = fmt.Errorf("%w: unknown version", ErrManifest)
	ErrManifestCanonical = fmt.Errorf("%w: bytes are not canonical", ErrManifest)
)

// Bytes gives the canonical bytes of the manifest: JSON with the fields in the order of the struct, no space, no HTML
// escape, a final newline. The same manifest gives the same bytes, and Parse accepts no others.
func (m Manifest) Bytes() ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("encode manifest: %w", err)
	}
	return buf.Bytes(), nil
}

// Parse reads the bytes of a manifest. It returns an error under ErrManifest for an unknown version, an unknown field or
// bytes that Bytes would not have written: whoever hashes them and whoever reads them see one document.
func Parse(data []byte) (Manifest, error) {
	var m Manifest
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", ErrManifest, err)
	}
	if m.V != ManifestVersion {
		return Manifest{}, fmt.Errorf("%w: %d", ErrManifestVersion, m.V)
	}
	again, err := m.Bytes()
	if err != nil {
		return Manifest{}, err
	}
	if !bytes.Equal(again, data) {
		return Manifest{}, ErrManifestCanonical
	}
	return m, nil
}

// Digest is the hex SHA-256 of the manifest's bytes: the name under which the journal knows it.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Case gives the frozen case of an id, or nil.
func (m *Manifest) Case(id string) *FrozenCase {
	for i := range m.Cases {
		if m.Cases[i].ID == id {
			return &m.Cases[i]
		}
	}
	return nil
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
	critical := map[string]bool{}
	for _, c := range m.Cases {
		if c.Critical {
			critical[c.ID] = true
		}
	}
	for _, j := range m.Journeys {
		if j.Critical {
			for _, id := range j.Cases {
				critical[id] = true
			}
		}
	}
	return critical
}
