package journal

import (
	"reflect"
	"testing"
)

type grownLeaf struct {
	A string      `json:"a"`
	B string      `json:"b,omitempty" since:"2,late"`
	C *grownPart  `json:"c,omitempty" since:"2"`
	D []grownPart `json:"d,omitempty"`
}

type grownPart struct {
	E string `json:"e,omitempty" since:"3"`
}

// TestShape_Version: a leaf is of the version of its newest field, wherever it stands.
func TestShape_Version(t *testing.T) {
	s := shapeOf(reflect.TypeFor[grownLeaf]())
	tests := map[string]struct {
		leaf         grownLeaf
		written, old int // old: the oldest version in which it is read
	}{
		"old fields":      {grownLeaf{A: "x", D: []grownPart{{}}}, 1, 1},
		"numbered late":   {grownLeaf{B: "x"}, 2, 1},
		"new":             {grownLeaf{B: "x", C: &grownPart{}}, 2, 2},
		"newer, in":       {grownLeaf{C: &grownPart{E: "x"}}, 3, 3},
		"newer, in lists": {grownLeaf{D: []grownPart{{}, {E: "x"}}}, 3, 3},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			v := reflect.ValueOf(&tt.leaf).Elem()
			if got := s.version(v, true); got != tt.written {
				t.Errorf("written under version %d, want %d", got, tt.written)
			}
			if got := s.version(v, false); got != tt.old {
				t.Errorf("read from version %d on, want %d", got, tt.old)
			}
		})
	}
}

// TestVersion_IsThatOfTheNewestField: a field that comes with a version raises it.
func TestVersion_IsThatOfTheNewestField(t *testing.T) {
	if leafShape.newest != Version {
		t.Errorf("the newest field of a leaf is of version %d, Version is %d", leafShape.newest, Version)
	}
}
