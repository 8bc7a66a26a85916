package corpusgen

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestFeatureIsAlwaysTheSame(t *testing.T) {
	o := Options{Features: 2, Scenarios: 10, Steps: 10, Definitions: 100, Tables: true, IDs: true}
	if !bytes.Equal(o.Feature(1), o.Feature(1)) {
		t.Error("Feature(1) differs from one call to the next")
	}
	if bytes.Equal(o.Feature(0), o.Feature(1)) {
		t.Error("Feature(0) and Feature(1) are equal, want two texts")
	}
}

func TestEveryStepHasExactlyOnePattern(t *testing.T) {
	o := Options{Features: 1, Scenarios: 20, Steps: 10, Definitions: 600, Tables: true}
	var patterns []*regexp.Regexp
	for _, p := range o.Patterns() {
		patterns = append(patterns, regexp.MustCompile(p))
	}
	steps := 0
	for line := range strings.SplitSeq(string(o.Feature(0)), "\n") {
		text := strings.TrimSpace(line)
		for _, kw := range []string{"Soit ", "Quand ", "Alors ", "Et "} {
			rest, ok := strings.CutPrefix(text, kw)
			if !ok {
				continue
			}
			steps++
			n := 0
			for _, p := range patterns {
				if p.MatchString(rest) {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%q matches %d patterns, want 1", rest, n)
			}
		}
	}
	if want := 200; steps != want {
		t.Errorf("%d steps, want %d", steps, want)
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	o := Options{Features: 101, Scenarios: 1, Steps: 3, Definitions: 5}
	size, err := o.Write(dir)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "d001", "f00100.feature"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, o.Feature(100)) || size == 0 {
		t.Error("the last file is not what Feature gives")
	}
}

func TestValidate(t *testing.T) {
	for name, o := range map[string]Options{
		"no feature":           {Scenarios: 1, Steps: 1, Definitions: 1},
		"too many definitions": {Features: 1, Scenarios: 1, Steps: 1, Definitions: maxDefinitions + 1},
	} {
		if err := o.validate(); err == nil {
			t.Errorf("%s: Validate = nil, want an error", name)
		}
	}
}

func TestVaried(t *testing.T) {
	for i, size := range Sizes() {
		got := Varied(i)
		if len(got) < size || len(got) > size+3<<10 {
			t.Errorf("Varied(%d) has %d bytes, want %d and a scenario", i, len(got), size)
		}
		if !bytes.Equal(got, Varied(i)) {
			t.Errorf("Varied(%d) differs from one call to the next", i)
		}
	}
}
