package lint

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"recette/internal/syntax"
)

// Print gives each finding its fingerprint: the rule, the path and the text of the line, so that a finding keeps it
// while its line moves, and whatever language its message is read in. line gives the text of a line of a file, empty
// when there is none.
func Print(findings []Finding, line func(path string, n int) string) {
	for i := range findings {
		f := &findings[i]
		text := ""
		if f.Line > 0 && f.Path != "" {
			text = strings.Join(strings.Fields(norm.NFC.String(line(f.Path, f.Line))), " ")
		}
		sum := sha256.Sum256([]byte(f.Rule + "\x00" + f.Code + "\x00" + f.Path + "\x00" + text))
		f.Fingerprint = hex.EncodeToString(sum[:10])
	}
}

// Baseline is the findings that a project accepts for today: they are known by their fingerprints, and only new ones
// count.
type Baseline struct {
	V       int        `json:"v"`
	Entries []Accepted `json:"findings"`
}

// Accepted is a fingerprint, and how many findings may bear it. Rule and Path are for whoever reads the file.
type Accepted struct {
	Path        string `json:"path"`
	Rule        string `json:"rule"`
	Fingerprint string `json:"fingerprint"`
	Count       int    `json:"count"`
}

// ErrBaseline is why a baseline cannot be read.
var ErrBaseline = errors.New("not a baseline of findings")

// ReadBaseline reads a baseline, strictly.
func ReadBaseline(data []byte) (*Baseline, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var b Baseline
	if err := d.Decode(&b); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBaseline, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: something follows the document", ErrBaseline)
	}
	if b.V != 1 {
		return nil, fmt.Errorf("%w: version %d", ErrBaseline, b.V)
	}
	for _, e := range b.Entries {
		if e.Fingerprint == "" || e.Count < 1 {
			return nil, fmt.Errorf("%w: entry without fingerprint or count", ErrBaseline)
		}
	}
	return &b, nil
}

// Encode writes the baseline, an entry a line, in a stable order: it is read in reviews and merged.
func (b *Baseline) Encode() ([]byte, error) {
	slices.SortFunc(b.Entries, func(x, y Accepted) int {
		return cmp.Or(
			cmp.Compare(x.Path, y.Path), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Fingerprint, y.Fingerprint),
		)
	})
	var out bytes.Buffer
	out.WriteString("{\n  \"v\": 1,\n  \"findings\": [")
	for i, e := range b.Entries {
		line, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("encode baseline: %w", err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		out.Write(line)
	}
	if len(b.Entries) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	return out.Bytes(), nil
}

// Acceptable tells whether a finding may be accepted for later. What the parser could not read may not, nor what a run
// refuses: the results would lie today.
func Acceptable(f *Finding, rules []Rule) bool {
	if f.Severity != syntax.Error {
		return true
	}
	return !slices.ContainsFunc(rules, func(r Rule) bool { return r.ID == f.Rule && r.Execution })
}

// Accept renews the baseline from what was found. Entries of paths for which keep answers true were not looked at, and
// stay.
func (b *Baseline) Accept(findings []Finding, rules []Rule, keep func(path string) bool) *Baseline {
	out := &Baseline{V: 1, Entries: []Accepted{}}
	for _, e := range b.Entries {
		if keep(e.Path) {
			out.Entries = append(out.Entries, e)
		}
	}
	at := map[string]int{}
	for i := range findings {
		f := &findings[i]
		if !Acceptable(f, rules) {
			continue
		}
		if n, ok := at[f.Fingerprint]; ok {
			out.Entries[n].Count++
			continue
		}
		at[f.Fingerprint] = len(out.Entries)
		out.Entries = append(out.Entries, Accepted{f.Path, f.Rule, f.Fingerprint, 1})
	}
	return out
}

// Count is how many findings the baseline accepts.
func (b *Baseline) Count() int {
	n := 0
	for _, e := range b.Entries {
		n += e.Count
	}
	return n
}

// Match tells which findings the baseline accepts, and how many of its entries, counts included, no longer find
// anything: none is said to when only a part of the project was looked at.
func (b *Baseline) Match(findings []Finding, o *Options) (accepted []bool, stale int) {
	left := map[string]int{}
	for _, e := range b.Entries {
		left[e.Fingerprint] += e.Count
	}
	accepted = make([]bool, len(findings))
	for i := range findings {
		f := &findings[i]
		if left[f.Fingerprint] > 0 && Acceptable(f, o.Rules) {
			left[f.Fingerprint]--
			accepted[i] = true
		}
	}
	if o.Partial {
		return accepted, 0
	}
	for _, n := range left {
		stale += n
	}
	return accepted, stale
}
