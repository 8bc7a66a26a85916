package campaign

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"recette/internal/journal"
)

// TestErasableOf_LeavesNothingOut: whatever a leaf of any kind commits to, and each attachment, can be erased.
func TestErasableOf_LeavesNothingOut(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "journal", "testdata", "vectors", "v*", "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d vectors, %v", len(paths), err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		l, err := journal.Decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Collect(l.Commitments())
		for e := range l.EvidenceRefs() {
			want = append(want, e.SHA256)
		}
		if l.Actor != nil {
			want = append(want, l.Actor.C)
		}
		found := erasableOf(&l)
		for _, id := range want {
			if !slices.ContainsFunc(found, func(e Erasable) bool { return e.ID == id }) {
				t.Errorf("%s: %.12s cannot be erased", filepath.Base(path), id)
			}
		}
	}
}

// TestErasableOf_KnowsEachCommitment: a field of a leaf that may hold a commitment is one that can be erased. The
// fields are found by filling each of them, in turn, with a digest.
func TestErasableOf_KnowsEachCommitment(t *testing.T) {
	digest := strings.Repeat("c1", 32)
	n := 0
	var visit func(v reflect.Value, l *journal.Leaf, path string)
	visit = func(v reflect.Value, l *journal.Leaf, path string) {
		switch v.Kind() {
		case reflect.String:
			v.SetString(digest)
			if slices.Contains(slices.Collect(l.Commitments()), digest) {
				n++
				if !slices.ContainsFunc(erasableOf(l), func(e Erasable) bool { return e.ID == digest }) {
					t.Errorf("%s commits to a text that cannot be erased", path)
				}
			}
			v.SetString("")
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			visit(v.Elem(), l, path)
			v.SetZero()
		case reflect.Slice:
			if v.Type().Elem().Kind() == reflect.Struct {
				v.Set(reflect.MakeSlice(v.Type(), 1, 1))
				visit(v.Index(0), l, path+"[]")
				v.SetZero()
			}
		case reflect.Struct:
			for i := range v.NumField() {
				visit(v.Field(i), l, path+"."+v.Type().Field(i).Name)
			}
		default:
		}
	}
	var l journal.Leaf
	visit(reflect.ValueOf(&l).Elem(), &l, "leaf")
	if n < 20 {
		t.Errorf("%d fields commit to a text: they were not found", n)
	}
}
