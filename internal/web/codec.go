package web

import (
	"encoding/json"
	"fmt"
	"time"
)

// codec keeps sessions as JSON. That of the library is gob, whose numbers for types are those of the process: what
// draws PVs names their images by them, and a process that keeps sessions would draw other bytes than whoever draws
// again.
type codec struct{}

// storedSession is a session as it is stored: what it may hold, each kind apart, so that it comes back as it was.
type storedSession struct {
	Deadline time.Time
	Texts    map[string]string `json:",omitempty"`
	Flags    map[string]bool   `json:",omitempty"`
	Numbers  map[string]int64  `json:",omitempty"`
}

// Encode refuses a value of a kind that no session holds.
func (codec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	k := storedSession{deadline, map[string]string{}, map[string]bool{}, map[string]int64{}}
	for name, value := range values {
		switch x := value.(type) {
		case string:
			k.Texts[name] = x
		case bool:
			k.Flags[name] = x
		case int64:
			k.Numbers[name] = x
		default:
			return nil, fmt.Errorf("keep a session: %s is a %T", name, value)
		}
	}
	return json.Marshal(k)
}

// Decode gives back what Encode kept.
func (codec) Decode(data []byte) (time.Time, map[string]any, error) {
	var k storedSession
	if err := json.Unmarshal(data, &k); err != nil {
		return time.Time{}, nil, fmt.Errorf("read a session: %w", err)
	}
	values := map[string]any{}
	for name, x := range k.Texts {
		values[name] = x
	}
	for name, x := range k.Flags {
		values[name] = x
	}
	for name, x := range k.Numbers {
		values[name] = x
	}
	return k.Deadline, values, nil
}
