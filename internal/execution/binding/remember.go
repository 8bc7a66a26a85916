package binding

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"recette/internal/catalogue"
	"recette/internal/recette"
	"recette/internal/steps"
)

// Bound is what binding found of the cases of a lot, and depends on nothing else: a file that did not change need not
// be bound again.
type Bound struct {
	shapes [][]Owner   // distinct lists of owners
	cases  []boundCase // by index in shapes
	used   []match     // every definition that matches a step
	faults []boundFault
}

// boundFault is a step that nobody can run. At has no path.
type boundFault struct {
	Outcome recette.Outcome `json:"outcome"`
	Type    string          `json:"type"`
	Text    string          `json:"text"`
	At      Place           `json:"at"`
	Found   [][2]int        `json:"found,omitempty"` // source and definition
}

func unrunnable(c *catalogue.Case, step int, o Owner, found []match) boundFault {
	s := &c.Steps[step]
	f := boundFault{
		Outcome: o.Outcome(), Type: string(s.Type), Text: s.Text, At: Place{Line: s.Line, Case: c.ID, Step: step},
	}
	if f.At.Line == 0 {
		f.At.Line = c.Line
	}
	f.Found = pairs(found)
	return f
}

func pairs(list []match) [][2]int {
	var out [][2]int
	for _, m := range list {
		out = append(out, [2]int{m.source, m.definition})
	}
	return out
}

// bindingKey names what a binding depends on beside its cases: who may own a step, and what each source declares.
func bindingKey(policy Policy, definitions [][]DefinitionRef, sources []steps.Source) (string, error) {
	names := make([]string, len(sources))
	for i, s := range sources {
		names[i] = s.Name
	}
	data, err := json.Marshal([]any{"binding 3", policy, names, definitions})
	if err != nil {
		return "", fmt.Errorf("name a binding: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// keptBound is a Bound as it is kept.
type keptBound struct {
	Shapes [][]Owner    `json:"shapes"`
	Cases  []byte       `json:"cases"` // shape and fingerprint of each
	Used   []byte       `json:"used"`  // source and definition, varints: a file may use every definition there is
	Faults []boundFault `json:"faults,omitempty"`
}

// keptCase is the size of a case in keptBound.
const keptCase = 4 + 8

// append writes it down, for read.
func (l *Bound) append() ([]byte, error) {
	k := keptBound{Shapes: l.shapes, Cases: make([]byte, 0, len(l.cases)*keptCase), Faults: l.faults}
	for _, m := range l.used {
		k.Used = binary.AppendUvarint(binary.AppendUvarint(k.Used, uint64(m.source)), uint64(m.definition))
	}
	for _, c := range l.cases {
		k.Cases = binary.LittleEndian.AppendUint32(k.Cases, c.shape)
		k.Cases = binary.LittleEndian.AppendUint64(k.Cases, c.print)
	}
	return json.Marshal(k)
}

// read reads what append wrote under the key of this binder. ok is false when it is not that: what is kept may be
// damaged. Several goroutines may call it.
func (b *binder) read(blob string) (l *Bound, ok bool) {
	var k keptBound
	if json.Unmarshal([]byte(blob), &k) != nil || len(k.Cases) == 0 || len(k.Cases)%keptCase != 0 {
		return nil, false
	}
	l = &Bound{shapes: k.Shapes, cases: make([]boundCase, len(k.Cases)/keptCase), faults: k.Faults}
	for _, shape := range k.Shapes {
		for _, o := range shape {
			if int(o) >= len(b.definitions) || o < ambiguous {
				return nil, false
			}
		}
	}
	for i := range l.cases {
		at := k.Cases[i*keptCase:]
		l.cases[i] = boundCase{shape: binary.LittleEndian.Uint32(at), print: binary.LittleEndian.Uint64(at[4:])}
		if int(l.cases[i].shape) >= len(l.shapes) {
			return nil, false
		}
	}
	for rest := k.Used; len(rest) > 0; {
		source, n := binary.Uvarint(rest)
		definition, more := binary.Uvarint(rest[max(n, 0):])
		if n <= 0 || more <= 0 {
			return nil, false
		}
		rest = rest[n+more:]
		l.used = append(l.used, match{int(source), int(definition)}) // what is too large turns negative, and is refused
	}
	found := pairs(l.used)
	for i := range k.Faults {
		found = append(found, k.Faults[i].Found...)
	}
	for _, p := range found {
		if p[0] < 0 || p[0] >= len(b.definitions) || p[1] < 0 || p[1] >= len(b.definitions[p[0]]) {
			return nil, false
		}
	}
	return l, true
}
