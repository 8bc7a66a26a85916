package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"recette/internal/catalogue"
)

// Outline is a manifest without the texts of its cases, for who asks where a campaign stands: what thousands of cases
// say in their steps is most of a manifest, and nothing of it is needed then.
type Outline struct {
	Manifest // everything but the cases: it has none

	Cases []OutlineCase // in the order of the manifest

	Digest string // SHA-256 of the bytes of the manifest, for who read them by it; empty otherwise
}

// OutlineCase is a frozen case without its text.
type OutlineCase struct {
	ID           string // of the row
	Antenne      string // where it is played; empty when it is played once
	Former       []FormerText
	Replay       Replay
	Content      string
	Presentation string
	Path         string
	Name         string
	Tags         []string
	Stable       bool
	Critical     bool
	Verifies     []bool // by step, whether it says what must be observed; cases may share it
}

// Outline gives the manifest without the texts of its cases.
func (m *Manifest) Outline() *Outline {
	o, known := &Outline{Manifest: *m, Cases: make([]OutlineCase, 0, len(m.Cases))}, shapes{}
	o.Manifest.Cases = nil
	var steps []bool
	for i := range m.Cases {
		c := &m.Cases[i]
		steps = steps[:0]
		for k := range c.Steps {
			steps = append(steps, c.Steps[k].Verifies())
		}
		o.Cases = append(o.Cases, OutlineCase{
			ID: c.ID, Antenne: c.Antenne, Former: c.Former, Replay: c.Replay, Content: c.Content,
			Presentation: c.Presentation, Path: c.Feature.Path, Name: c.Name, Tags: c.Tags,
			Stable: c.Stable, Critical: c.Critical, Verifies: known.once(steps),
		})
	}
	return o
}

// CriticalCases gives the ids of the cases that a critical journey holds, or that are critical by themselves.
func (o *Outline) CriticalCases() map[string]bool {
	critical := criticalOf(o.Journeys)
	for i := range o.Cases {
		if o.Cases[i].Critical {
			critical[o.Cases[i].ID] = true
		}
	}
	return critical
}

// ParseOutline reads the outline of a manifest whose bytes are known to be those that the journal names, which ties
// what is read here to what Parse reads in the same bytes. It goes over the texts without reading them, and refuses
// fields in another order than that of Bytes, so that none stands twice. What is wrong inside of a text is found by
// Parse, which whoever conducts, renders or verifies calls. It returns errors as Parse does, and those of the reader.
// It keeps nothing of what it goes over.
func ParseOutline(r io.Reader) (*Outline, error) {
	o, s := &Outline{}, scan(r)
	m, err := s.manifest(func() { o.readCases(s) })
	if s.err != nil && !errors.Is(s.err, io.EOF) {
		return nil, s.err //nolint:wrapcheck // of the reader that was given
	}
	if err != nil {
		return nil, err
	}
	if m.V < 2 && slices.ContainsFunc(o.Cases, func(c OutlineCase) bool {
		return c.Antenne != "" || c.Former != nil || c.Replay != ""
	}) {
		return nil, fmt.Errorf("%w: %d", errManifestVersion, m.V)
	}
	o.Manifest = m
	o.Manifest.Cases = nil
	return o, nil
}

// manifest reads a manifest; cases is called for its cases, which it has none of.
func (s *scanner) manifest(cases func()) (m Manifest, err error) {
	frame := []byte{'{'} // everything but the cases
	s.object(manifestFields, func(key []byte) {
		name, value := string(key), []byte("[]")
		switch {
		case name != "cases":
			s.whole(func() { value = s.value() })
		case s.null():
			value = []byte("null")
		default:
			cases()
		}
		frame = fmt.Appendf(frame, "%q:%s,", name, value)
	})
	if s.due('\n'); !s.ended() {
		return m, errManifestCanonical
	}
	frame = append(bytes.TrimSuffix(frame, []byte{','}), "}\n"...)
	strict := json.NewDecoder(bytes.NewReader(frame))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&m); err != nil {
		return m, fmt.Errorf("%w: %w", errManifest, err)
	}
	if m.V < 1 || m.V > ManifestVersion {
		return m, fmt.Errorf("%w: %d", errManifestVersion, m.V)
	}
	if m.V == 1 && !m.first() {
		return m, fmt.Errorf("%w: version 1 has no such field", errManifest)
	}
	if again, err := m.Bytes(); err != nil || !bytes.Equal(again, frame) {
		return m, errManifestCanonical
	}
	return m, nil
}

// The fields of a manifest, of a case, of a step and of its text block, in their order.
var (
	manifestFields, caseFields = fieldsOf[Manifest](), fieldsOf[written]()
	stepFields, docFields      = fieldsOf[catalogue.Step](), fieldsOf[catalogue.DocString]()
)

func (o *Outline) readCases(s *scanner) {
	known, paths := shapes{}, shared{}
	var c OutlineCase
	var steps []bool
	read := func() {
		c, steps = OutlineCase{}, steps[:0]
		s.object(caseFields, func(key []byte) {
			switch string(key) {
			case "id":
				c.ID = s.text()
			case "antenne":
				c.Antenne = paths.once(s.text())
			case "former":
				c.Former = s.former()
			case "replay":
				c.Replay = Replay(paths.once(s.text()))
			case "content":
				c.Content = s.text()
			case "presentation":
				c.Presentation = s.text()
			case "path":
				c.Path = paths.once(s.text())
			case "name":
				c.Name = s.text()
			case "tags":
				s.list(func() { c.Tags = append(c.Tags, paths.once(s.text())) })
			case "stable":
				c.Stable = s.truth()
			case "critical":
				c.Critical = s.truth()
			case "steps":
				steps = s.steps(steps)
			default:
				s.value()
			}
		})
	}
	s.list(func() {
		s.whole(read)
		c.Verifies = known.once(steps)
		o.Cases = append(o.Cases, c)
	})
	o.Cases = slices.Clip(o.Cases)
}

// former reads the texts that a row had.
func (s *scanner) former() (list []FormerText) {
	if json.Unmarshal(s.value(), &list) != nil {
		s.fail()
	}
	return list
}

// steps says of each step whether it verifies.
func (s *scanner) steps(to []bool) []bool {
	if s.null() {
		return to
	}
	s.list(func() {
		var step catalogue.Step
		s.object(stepFields, func(key []byte) {
			switch string(key) {
			case "type":
				if string(s.quoted()) == string(catalogue.Outcome) {
					step.Type = catalogue.Outcome
				}
			case "background":
				step.Background = s.truth()
			default:
				s.value()
			}
		})
		to = append(to, step.Verifies())
	})
	return to
}

// shapes keeps once what the steps of several cases have in common.
type shapes map[string][]bool

func (k shapes) once(steps []bool) []bool {
	key := make([]byte, len(steps))
	for i, v := range steps {
		if v {
			key[i] = 1
		}
	}
	kept, ok := k[string(key)]
	if !ok {
		kept = slices.Clone(steps)
		k[string(key)] = kept
	}
	return kept
}
