package execution

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Memory keeps what Bind found, for a later run of the very same cases in the same order. It adds them to the key,
// which names all else that a binding depends on. Whoever keeps nothing costs time, no answer.
type Memory interface {
	Recall(key string) (blob string, ok bool)
	Keep(key string, blob []byte)
}

// bindingKey names what a binding depends on beside its cases: who may own a step, and what each source declares.
func bindingKey(policy Policy, definitions [][]DefinitionRef, sources []Source) (string, error) {
	names := make([]string, len(sources))
	for i, s := range sources {
		names[i] = s.Name
	}
	data, err := json.Marshal([]any{"binding 1", policy, names, definitions})
	if err != nil {
		return "", fmt.Errorf("name a binding: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// keptBinding is a Binding as a Memory keeps it.
type keptBinding struct {
	Report Report    `json:"report"`
	Shapes [][]Owner `json:"shapes"`
	Cases  []byte    `json:"cases"` // shape and fingerprint of each
}

// keptCase is the size of a case in keptBinding.
const keptCase = 4 + 8

// kept writes a binding down.
func (b *Binding) kept() ([]byte, error) {
	k := keptBinding{Report: b.Report, Shapes: b.shapes, Cases: make([]byte, 0, len(b.cases)*keptCase)}
	for _, c := range b.cases {
		k.Cases = binary.LittleEndian.AppendUint32(k.Cases, c.shape)
		k.Cases = binary.LittleEndian.AppendUint64(k.Cases, c.print)
	}
	return json.Marshal(k)
}

// readBinding reads what kept wrote. ok is false when it is not that: a memory may be damaged.
func readBinding(blob string, sources int) (b *Binding, ok bool) {
	var k keptBinding
	if json.Unmarshal([]byte(blob), &k) != nil || len(k.Cases) == 0 || len(k.Cases)%keptCase != 0 {
		return nil, false
	}
	for _, shape := range k.Shapes {
		for _, o := range shape {
			if int(o) >= sources || o < ownerAmbiguous {
				return nil, false
			}
		}
	}
	b = &Binding{Report: k.Report, shapes: k.Shapes, cases: make([]boundCase, len(k.Cases)/keptCase)}
	for i := range b.cases {
		at := k.Cases[i*keptCase:]
		b.cases[i] = boundCase{shape: binary.LittleEndian.Uint32(at), print: binary.LittleEndian.Uint64(at[4:])}
		if int(b.cases[i].shape) >= len(b.shapes) {
			return nil, false
		}
	}
	return b, b.Report.Cases == len(b.cases)
}
