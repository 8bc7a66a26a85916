package kit

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"recette/internal/budget"
	"recette/internal/recette"
	"recette/internal/strictjson"
)

// Format names the version of a file of results.
const Format = "recette/kit-results/1"

// What a file of results may hold.
const (
	maxBytes  = 64 << 20
	maxFile   = 2 << 20 // bytes of a piece of evidence
	mostRows  = 10_000
	mostSteps = 1_000
	mostFiles = 5       // of a verdict
	mostText  = 20_000  // bytes of a text
	mostName  = 300     // bytes of a name
	mostWork  = 1 << 30 // of reading one file
)

// errResults is the root of the refusals of a whole file.
var errResults = errors.New("results of a kit")

// The refusals of a whole file.
var (
	// ErrCut is a file that is not whole, or that was changed since the kit wrote it.
	ErrCut = fmt.Errorf("%w: cut short, or changed", errResults)
	// ErrForm is a file that no kit writes.
	ErrForm = fmt.Errorf("%w: not of the form that kits write", errResults)
	// ErrLarge is a file of more bytes than are read.
	ErrLarge = fmt.Errorf("%w: too large", errResults)
	// ErrVersion is a file of a version that is not known.
	ErrVersion = fmt.Errorf("%w: of another version", errResults)
)

// Results is what was judged with a kit, as its file says.
type Results struct {
	Kit    Head   `json:"kit"`
	Device string `json:"device"` // UUID that the browser made for itself
	At     string `json:"at"`     // when the file was made, by the clock of the device, RFC 3339
	Build  string `json:"build"`  // that somebody saw; empty when nobody said
	Cases  []Case `json:"cases"`
}

// Case is what was judged of a row.
type Case struct {
	ID       string    `json:"id"`
	Content  string    `json:"content"` // hash of the text that was shown
	After    int       `json:"after"`
	Ended    bool      `json:"ended"` // nothing is left to judge
	Verdicts []Verdict `json:"verdicts"`
}

// Verdict is what was said of a step.
type Verdict struct {
	Key      string `json:"key"`  // UUID that the device made
	Step     int    `json:"step"` // from 0
	Verdict  string `json:"verdict"`
	Observed string `json:"observed"`
	Comment  string `json:"comment"`
	Cause    string `json:"cause"`
	Reason   string `json:"reason"`
	Tester   string `json:"tester"` // who says it, by the name that they gave
	At       string `json:"at"`     // by the clock of the device, RFC 3339
	Files    []File `json:"files"`
}

// File is a piece of evidence.
type File struct {
	Name string `json:"name"`
	Data []byte `json:"data"` // none: the device lost it
}

// Looks tells whether bytes are meant to be a file of results.
func Looks(data []byte) bool { return bytes.HasPrefix(data, []byte(`{"format":"recette/kit-results/`)) }

// Parse reads a file of results. It trusts nothing: the sum at its head tells of accidents only, since whoever changes
// the rest can compute it again. The errors are ErrCut, ErrForm, ErrLarge and ErrVersion.
func Parse(data []byte) (*Results, error) {
	if len(data) > maxBytes {
		return nil, ErrLarge
	}
	if !utf8.Valid(data) {
		return nil, ErrForm
	}
	head := `{"format":"` + Format + `","sha256":"`
	rest, ok := bytes.CutPrefix(bytes.TrimSpace(data), []byte(head))
	if !ok {
		if Looks(data) && !bytes.HasPrefix(data, []byte(`{"format":"`+Format+`"`)) {
			return nil, ErrVersion
		}
		return nil, ErrCut
	}
	middle := []byte(`","results":`)
	if len(rest) < 64+len(middle)+1 || !bytes.HasPrefix(rest[64:], middle) || rest[len(rest)-1] != '}' {
		return nil, ErrCut
	}
	body := rest[64+len(middle) : len(rest)-1]
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != string(rest[:64]) {
		return nil, ErrCut
	}
	var r Results
	known := json.NewDecoder(bytes.NewReader(body))
	known.DisallowUnknownFields()
	if err := known.Decode(&r); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	r = Results{}
	most := budget.New(context.Background(), budget.Limits{Work: mostWork, Memory: 4 * maxBytes})
	if err := strictjson.Decode(bytes.NewReader(body), &r, most); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	if flaw := r.flaw(); flaw != "" {
		return nil, fmt.Errorf("%w: %s", ErrForm, flaw)
	}
	return &r, nil
}

// flaw gives what no kit writes; empty when there is nothing of it.
func (r *Results) flaw() string {
	switch {
	case r.Kit.ID != r.Kit.id():
		return "kit"
	case len(r.Cases) > mostRows:
		return "cases"
	case r.At != "" && !instant(r.At), len(r.Device) > mostName, len(r.Build) > mostName:
		return "device"
	}
	seen, keys := map[string]bool{}, map[string]bool{}
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.ID == "" || len(c.ID) > mostName || seen[c.ID] || c.After < 0 || len(c.Content) > mostName {
			return "case"
		}
		seen[c.ID] = true
		if flaw := c.flaw(keys); flaw != "" {
			return flaw
		}
	}
	return ""
}

func (c *Case) flaw(keys map[string]bool) string {
	if len(c.Verdicts) == 0 || len(c.Verdicts) > mostSteps {
		return "verdicts"
	}
	before := -1
	for i := range c.Verdicts {
		v := &c.Verdicts[i]
		key, err := uuid.Parse(v.Key)
		switch {
		case err != nil, key.String() != v.Key, keys[v.Key]:
			return "key"
		case v.Step <= before, v.Step >= mostSteps:
			return "step"
		case !instant(v.At):
			return "at"
		case recette.Blank(v.Tester): // nobody’s verdict would pass for that of whoever judged the rest of the case
			return "tester"
		case len(v.Tester) > mostName, len(v.Verdict) > mostName, len(v.Cause) > mostName:
			return "name"
		case max(len(v.Observed), len(v.Comment), len(v.Reason)) > mostText:
			return "text"
		case len(v.Files) > mostFiles:
			return "files"
		}
		keys[v.Key], before = true, v.Step
		for k := range v.Files {
			if f := &v.Files[k]; f.Name == "" || len(f.Name) > mostName || len(f.Data) > maxFile {
				return "file"
			}
		}
	}
	return ""
}

func instant(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

// Last gives when the last verdict of a case was given, as the device says.
func (c *Case) Last() time.Time {
	var last time.Time
	for i := range c.Verdicts {
		if at, err := time.Parse(time.RFC3339, c.Verdicts[i].At); err == nil && at.After(last) {
			last = at
		}
	}
	return last
}

// Key gives the key that the case is recorded once by: the same verdicts of the same kit have the same.
func (c *Case) Key() string {
	keys := []byte("kit")
	for i := range c.Verdicts {
		keys = append(keys, c.Verdicts[i].Key...)
	}
	return uuid.NewSHA1(uuid.NameSpaceOID, keys).String()
}

// Digest gives what the case says, in one word: the same key with another is another content. Of its evidence it says
// the names, in any order: a device loses the bytes of what was handed in, and says the same all the same.
func (c *Case) Digest() string {
	said := *c
	said.Verdicts = slices.Clone(c.Verdicts)
	for i := range said.Verdicts {
		v := &said.Verdicts[i]
		v.Files = slices.Clone(v.Files)
		for k := range v.Files {
			v.Files[k].Data = nil
		}
		slices.SortFunc(v.Files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
		if len(v.Files) == 0 {
			v.Files = nil
		}
	}
	return digest(said)
}
