package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/budget"
	"recette/internal/strictjson"
)

type listed struct {
	Name  string                        `json:"name"`
	Items strictjson.Each[listedDetail] `json:"items"`
	After string                        `json:"after"`
}

type listedDetail struct {
	ID   string          `json:"id"`
	Kind strictjson.Word `json:"kind"`
	At   *time.Time      `json:"at"`
	Refs []string        `json:"refs"`
}

// Elements come one by one, whole, in order; each begins empty, and what is around them is read as ever.
func TestEach(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"two": {
			`{"name":"n","items":[{"id":"a","kind":"k","refs":["x","y"]},{"id":"b"}],"after":"z"}`,
			`n a/k/[x y] b//[] z`,
		},
		"none":        {`{"items":[],"after":"z"}`, ` z`},
		"null":        {`{"name":"n","items":null}`, `n `},
		"null inside": {`{"items":[{"id":"a","kind":"k"},null]}`, ` a/k/[] //[] `},
		"absent":      {`{"after":"z"}`, ` z`},
	} {
		var l listed
		var got []string
		l.Items.Take = func(x *listedDetail) int {
			got = append(got, x.ID+"/"+x.Kind.String()+"/"+fmt.Sprint(x.Refs))
			return 0
		}
		if err := decode(tt.text, &l); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		all := strings.Join(slices.Concat([]string{l.Name}, got, []string{l.After}), " ")
		if all != tt.want {
			t.Errorf("%s: %q, want %q", name, all, tt.want)
		}
	}
	for _, text := range []string{
		`{"items":{}}`, `{"items":"x"}`, `{"items":[1]}`, `{"items":[{"id":"a"}`, `{"items":[{"id":"a","id":"b"}]}`,
		`{"items":[{"kind":1}]}`, `{"items":[{"at":"yesterday"}]}`, `{"items":[{"at":3}]}`,
	} {
		l := listed{Items: strictjson.Each[listedDetail]{Take: func(*listedDetail) int { return 0 }}}
		if err := decode(text, &l); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}

// What an element took is given back but for what is kept of it, its words and its times; an element that asks for too
// much is refused as it would be in a list.
func TestEach_Budget(t *testing.T) {
	item := func(i int) string {
		return fmt.Sprintf(`{"id":"%d","kind":"passed","at":"2026-11-29T10:00:00Z","refs":[%q]}`, i,
			strings.Repeat("x", 1000))
	}
	var items []string
	for i := range 1000 {
		items = append(items, item(i))
	}
	text := `{"items":[` + strings.Join(items, ",") + `]}`
	var times []*time.Time
	l := listed{Items: strictjson.Each[listedDetail]{Take: func(x *listedDetail) int {
		times = append(times, x.At)
		return 10
	}}}
	b := budget.New(t.Context(), budget.Limits{Memory: 64 << 10})
	if err := strictjson.Decode(strings.NewReader(text), &l, b); err != nil {
		t.Fatal(err)
	}
	if held := b.Held(); held < 10*1000 || held > 10*1000+200 {
		t.Errorf("%d bytes are held, want what is kept of 1,000 elements", held)
	}
	if times[0] != times[999] || times[0].Hour() != 10 {
		t.Error("a time that comes again has other room, or is another one")
	}
	long, err := json.Marshal(strings.Repeat("y", 100_000))
	if err != nil {
		t.Fatal(err)
	}
	b = budget.New(t.Context(), budget.Limits{Memory: 64 << 10})
	err = strictjson.Decode(strings.NewReader(`{"items":[{"id":`+string(long)+`}]}`), &l, b)
	if !errors.Is(err, budget.ErrExceeded) {
		t.Errorf("one large element: %v, want %v", err, budget.ErrExceeded)
	}
	var kinds []string
	for i := range 10_000 { // each keeps its word, and says that it keeps nothing
		kinds = append(kinds, fmt.Sprintf(`{"kind":"%06d"}`, i))
	}
	l.Items.Take = func(*listedDetail) int { return 0 }
	b = budget.New(t.Context(), budget.Limits{Memory: 64 << 10})
	err = strictjson.Decode(strings.NewReader(`{"items":[`+strings.Join(kinds, ",")+`]}`), &l, b)
	if !errors.Is(err, budget.ErrExceeded) {
		t.Errorf("ten thousand words: %v, want %v", err, budget.ErrExceeded)
	}
}

// A word is its text, however it came to be.
func TestWord(t *testing.T) {
	var got struct {
		A strictjson.Word `json:"a"`
		B strictjson.Word `json:"b"`
		C strictjson.Word `json:"c"`
		D strictjson.Word `json:"d"`
	}
	if err := decode(`{"a":"é\"x","b":"\u00e9\"x","c":"","d":null}`, &got); err != nil {
		t.Fatal(err)
	}
	if got.A.String() != `é"x` || got.A != got.B || got.C != (strictjson.Word{}) || got.D.String() != "" {
		t.Errorf("%q %q %q %q", got.A, got.B, got.C, got.D)
	}
	if strictjson.WordOf("") != (strictjson.Word{}) || strictjson.WordOf("x").String() != "x" {
		t.Error("a word is not the text that it is made of")
	}
}
