package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// errJSON reports JSON that two readers could understand in two ways.
var errJSON = errors.New("ambiguous JSON")

// strict decodes JSON after it has refused what readers disagree on: bytes that are not UTF-8, text after the end, a
// key twice in one object, and keys that only differ in case (encoding/json takes one for the other), hence any letter
// that has cases but lower-case ASCII.
func strict(data []byte, into any) error {
	if !utf8.Valid(data) {
		return fmt.Errorf("%w: not UTF-8", errJSON)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := unique(dec, 0); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: text after the end", errJSON)
	}
	return json.Unmarshal(data, into)
}

// maxNesting bounds the depth of a document; the model has seven levels.
const maxNesting = 32

func unique(dec *json.Decoder, depth int) error {
	t, err := dec.Token()
	if err != nil {
		return err
	}
	open, nested := t.(json.Delim)
	if !nested {
		return nil
	}
	if depth > maxNesting {
		return fmt.Errorf("%w: nesting", errJSON)
	}
	keys := map[string]bool{}
	for dec.More() {
		if open == '{' {
			t, err := dec.Token()
			if err != nil {
				return err
			}
			key, _ := t.(string)
			if keys[key] || !plainKey(key) {
				return fmt.Errorf("%w: key %q", errJSON, key)
			}
			keys[key] = true
		}
		if err := unique(dec, depth+1); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

func plainKey(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return s != ""
}
