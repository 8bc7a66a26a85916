package journal

import (
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// TestDocument_NamesEverything: docs/journal.md names each field, each kind and each version of the format.
func TestDocument_NamesEverything(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "journal.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct {
			return
		}
		for field := range typ.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if !strings.Contains(page, "`"+name+"`") {
				t.Errorf("the page does not name the field %s of %s", name, typ)
			}
			walk(field.Type)
		}
	}
	walk(reflect.TypeFor[Leaf]())
	vectors, err := filepath.Glob(filepath.Join("testdata", "vectors", "v*", "*.json"))
	if err != nil || len(vectors) == 0 {
		t.Fatalf("%d vectors, error %v", len(vectors), err)
	}
	for _, path := range vectors {
		kind, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(path), ".json"), "-")
		if !strings.Contains(page, "| `"+kind+"` |") {
			t.Errorf("the page does not describe the kind %s", kind)
		}
	}
	if !strings.Contains(page, "\n| "+strconv.Itoa(Version)+" |") {
		t.Errorf("the page does not describe version %d", Version)
	}
}
