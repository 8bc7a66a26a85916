package journal

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Wherever an attachment may stand in a leaf, it is yielded, and its kind is listed: what is forgotten here is looked
// at by nobody.
func TestEvidenceKinds_AreThoseThatHoldAny(t *testing.T) {
	t.Parallel()
	found := 0
	for f := range reflect.TypeFor[Leaf]().Fields() {
		l := Leaf{}
		if !attach(reflect.ValueOf(&l).Elem().FieldByName(f.Name)) {
			continue
		}
		found++
		if refs := slices.Collect(l.EvidenceRefs()); len(refs) == 0 {
			t.Errorf("an attachment in %s is yielded by nothing", f.Name)
		}
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !slices.ContainsFunc(EvidenceKinds(), func(k Kind) bool {
			return string(k) == tag || strings.HasPrefix(string(k), tag+".")
		}) {
			t.Errorf("no kind is listed of the leaves that hold an attachment in %s", f.Name)
		}
	}
	bodies := map[string]bool{} // a trial has that of a result
	for _, k := range EvidenceKinds() {
		body, _, _ := strings.Cut(string(k), ".")
		bodies[body] = true
	}
	if found != len(bodies) {
		t.Errorf("attachments stand in %d bodies, and kinds of %d are listed", found, len(bodies))
	}
}

// attach puts an attachment wherever one may stand in a value, and tells whether there is such a place.
func attach(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer:
		if at := reflect.New(v.Type().Elem()); attach(at.Elem()) {
			v.Set(at)
			return true
		}
	case reflect.Slice:
		if at := reflect.New(v.Type().Elem()); attach(at.Elem()) {
			v.Set(reflect.Append(v, at.Elem()))
			return true
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[EvidenceRef]() {
			v.Set(reflect.ValueOf(EvidenceRef{SHA256: "x"}))
			return true
		}
		any := false
		for _, f := range v.Fields() {
			any = attach(f) || any
		}
		return any
	default:
	}
	return false
}
