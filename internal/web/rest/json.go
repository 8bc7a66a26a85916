package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"path"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// errJSON refuses a document that two readers could understand in two ways.
var errJSON = errors.New("ambiguous JSON")

// unmarshal reads the body of a request: one flat object without null, whose names come once each, as they are written
// in the description (ASVS 5.0, 1.5.3 and 2.2.1). Into anything else it is read for the library, that
// compares it with the schema.
func unmarshal(data []byte, into any) error {
	if err := flat(data, into); err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// flat refuses what is no flat object, and names that come twice or that into has not.
func flat(data []byte, into any) error {
	if !utf8.Valid(data) {
		return errJSON
	}
	names := namesOf(into)
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(errJSON, err)
	}
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok || seen[name] || names != nil && !names[name] {
			return errors.Join(errJSON, err)
		}
		seen[name] = true
		value, err := d.Token()
		if _, deep := value.(json.Delim); err != nil || deep || value == nil {
			return errors.Join(errJSON, err)
		}
		if text, ok := value.(string); ok && strings.ContainsRune(text, unicode.ReplacementChar) { // half a character
			return errJSON
		}
	}
	_, err := d.Token()
	return err
}

// namesOf gives the names of the members of a structure; nil for anything else.
func namesOf(into any) map[string]bool {
	t := reflect.TypeOf(into).Elem()
	if t.Kind() != reflect.Struct {
		return nil
	}
	names := map[string]bool{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names[name] = true
	}
	return names
}

// nameOf names the schema of a type: packages have types of one name.
func nameOf(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	base := huma.DefaultSchemaNamer(t, hint)
	if t.Name() == "" || t.PkgPath() == "" {
		return base
	}
	of := path.Base(t.PkgPath())
	return strings.ToUpper(of[:1]) + of[1:] + base
}
