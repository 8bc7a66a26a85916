package plan

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"recette/internal/catalogue"
	"recette/internal/corpusgen"
	"recette/internal/syntax"
)

// big is a manifest of 10,000 cases of ten steps.
func big(tb testing.TB) Manifest {
	tb.Helper()
	o := corpusgen.Options{Features: 1000, Scenarios: 10, Steps: 10, Definitions: 100, IDs: true}
	in := Input{Plan: Plan{Name: "v1", Title: "T", Version: "1"}, Language: "fr", Now: time.Unix(0, 0)}
	for i := range o.Features {
		f := catalogue.Parse(syntax.Source{Path: corpusgen.Path(i), Bytes: o.Feature(i)}, catalogue.Options{})
		in.Cases = append(in.Cases, f.Cases...)
	}
	in.Plan.Participants = []Participant{{Name: "a", Role: "ppo"}, {Name: "b", Role: "qa"}}
	in.Refs = map[string]string{"a": "p-a", "b": "p-b"}
	m, problems, err := Freeze(in)
	if err != nil {
		tb.Fatal(err, fmt.Sprint(problems[:min(3, len(problems))]))
	}
	return m
}

// BenchmarkParse reads a manifest of 10,000 cases, which it writes again to compare.
func BenchmarkParse(b *testing.B) {
	data, err := big(b).Bytes()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
