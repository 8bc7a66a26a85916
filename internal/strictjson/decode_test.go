package strictjson_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/budget"
	"recette/internal/strictjson"
)

type base struct {
	Name string `json:"name"`
}

type model struct {
	base
	Count int        `json:"count"`
	Big   int64      `json:"big"`
	Yes   bool       `json:"yes"`
	At    *time.Time `json:"at"`
	On    time.Time  `json:"on"`
	Raw   []byte     `json:"raw"`
	List  []string   `json:"list"`
	Table [][]string `json:"table"`
	Inner *model     `json:"-"`
	Rows  []row      `json:"rows"`
	One   row        `json:"one"`
	Other *row       `json:"other"`
}

type row struct {
	ID   string  `json:"id"`
	Refs []int64 `json:"refs"`
	Sub  []struct {
		Text string `json:"text"`
	} `json:"sub"`
}

func decode(text string, into any) error {
	return strictjson.Decode(strings.NewReader(text), into, nil)
}

// What it accepts it reads as encoding/json does, however the stream comes.
func TestReadsAsEncodingJSON(t *testing.T) {
	long := strings.Repeat("é\\n𝄞x", 40_000)
	for name, text := range map[string]string{
		"empty":   `{}`,
		"scalars": `{"name":"n","count":-3,"big":9007199254740991,"yes":true}`,
		"times":   `{"at":"2026-11-29T10:00:00Z","on":"2026-11-29T10:00:00.5+01:00"}`,
		"null":    `{"name":null,"at":null,"list":null,"rows":[null],"one":null,"other":null}`,
		"lists":   `{"list":[],"table":[["a","b"],[],["c"]],"raw":"AAEC"}`,
		"rows":    `{"rows":[{"id":"1","refs":[1,2],"sub":[{"text":"t"}]},{"id":"2"}]}`,
		"unknown": `{"zz":{"a":[1,2.5e-3,{"b":null}],"c":"d"},"name":"n","yy":[[],[[]],true,false]}`,
		"escapes": `{"name":"\"\\\/\b\f\n\r\t\u00e9\ud834\udd1e"}`,
		"space":   " \r\n\t{ \"name\" : \"n\" , \"list\" : [ \"a\" , \"b\" ] } \n",
		"long":    `{"name":"` + long + `","list":["` + long + `"]}`,
		"many":    `{"list":[` + strings.Repeat(`"x",`, 1000) + `"y"]}`,
		"bigger":  `{"rows":[` + strings.Repeat(`{"id":"r","refs":[7]},`, 99) + `{}]}`,
		"pointer": `{"other":{"id":"o"},"one":{"id":"p","sub":[{},{}]}}`,
	} {
		t.Run(name, func(t *testing.T) {
			var want, got, byOne model
			if err := json.Unmarshal([]byte(text), &want); err != nil {
				t.Fatal(err)
			}
			if err := decode(text, &got); err != nil {
				t.Fatal(err)
			}
			if err := strictjson.Decode(iotest.OneByteReader(strings.NewReader(text)), &byOne, nil); err != nil {
				t.Fatal(err)
			}
			for _, m := range []model{got, byOne} {
				if diff := cmp.Diff(want, m, cmp.AllowUnexported(model{})); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": ``, "two documents": `{}{}`, "text after": `{} x`, "cut": `{"name":"n`,
		"cut in a list": `{"list":["a"`,
		"comma":         `{"list":["a",]}`, "comma at the end": `{"name":"n",}`, "no comma": `{"list":["a" "b"]}`,
		"control": "{\"name\":\"a\nb\"}", "latin 1": "{\"name\":\"\xe9\"}", "latin 1 skipped": "{\"zz\":\"\xe9\"}",
		"key twice": `{"name":"a","name":"b"}`, "unknown key twice": `{"zz":1,"zz":2}`,
		"deep key twice": `{"zz":[{"a":1,"a":1}]}`,
		"capital":        `{"Name":"n"}`, "capital below": `{"zz":{"Id":1}}`,
		"kelvin": "{\"\u212a\":1}", "no key": `{"":1}`,
		"half a character": `{"name":"\ud834"}`, "wrong half": `{"name":"\ud834\u0041"}`,
		"number for text": `{"name":1}`, "text for number": `{"count":"1"}`, "fraction": `{"count":1.5}`,
		"too great": `{"big":92233720368547758080}`, "leading zero": `{"count":01}`, "plus": `{"count":+1}`,
		"not a number": `{"zz":1e}`, "minus": `{"zz":-}`, "long number": `{"zz":` + strings.Repeat("1", 100) + `}`,
		"word": `{"yes":tru}`, "other word": `{"zz":nul1}`, "list for object": `{"one":[]}`,
		"object for list": `{"list":{}}`,
		"list":            `[]`, "bad time": `{"at":"hier"}`, "bad base64": `{"raw":"A"}`,
		"loose base64": `{"raw":"AB=="}`,
		"nested":       strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat(`}`, 40), "escape": `{"name":"\x"}`,
	} {
		var m model
		if err := decode(text, &m); err == nil {
			t.Errorf("%s: %.60s is accepted", name, text)
		}
	}
}

// What costs more memory than bytes of text is counted as what it takes.
func TestBudget(t *testing.T) {
	many := `{"rows":[` + strings.Repeat(`{},`, 100_000) + `{}]}`
	for name, c := range map[string]struct {
		limits budget.Limits
		text   string
		want   budget.What
	}{
		"rows":    {budget.Limits{Memory: 4 << 20}, many, budget.Memory},
		"work":    {budget.Limits{Work: 1 << 18}, many, budget.Work},
		"keys":    {budget.Limits{Memory: 1 << 20}, `{"zz":{` + keys(50_000) + `}}`, budget.Memory},
		"text":    {budget.Limits{Memory: 1 << 20}, `{"zz":"\n` + strings.Repeat("a", 4<<20) + `"}`, budget.Memory},
		"escapes": {budget.Limits{Memory: 1 << 20}, `{"zz":"` + strings.Repeat(`\n`, 4<<20) + `"}`, budget.Memory},
		"strings": {
			budget.Limits{Memory: 1 << 20}, `{"list":["` + strings.Repeat(`a","`, 100_000) + `"]}`, budget.Memory,
		},
	} {
		b := budget.New(t.Context(), c.limits)
		var m model
		err := strictjson.Decode(strings.NewReader(c.text), &m, b)
		var over *budget.Error
		if !errors.As(err, &over) || over.What != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	var m model
	b := budget.New(t.Context(), budget.Limits{Memory: 64 << 20, Work: 1 << 24})
	if err := strictjson.Decode(strings.NewReader(many), &m, b); err != nil || len(m.Rows) != 100_001 {
		t.Errorf("%v, %d rows", err, len(m.Rows))
	}
}

func keys(n int) string {
	var b bytes.Buffer
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"k`)
		for ; i > 0; i /= 26 {
			b.WriteByte('a' + byte(i%26))
		}
		b.WriteString(`":1`)
	}
	return b.String()
}

// A document without end is left at once.
func TestStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	b := budget.New(ctx, budget.Limits{})
	n := 0
	r := readerFunc(func(p []byte) (int, error) {
		if n++; n == 3 {
			stop()
		}
		for i := range p {
			p[i] = ' '
		}
		return len(p), nil
	})
	var m model
	if err := strictjson.Decode(r, &m, b); !errors.Is(err, context.Canceled) || n > 10 {
		t.Errorf("%v after %d windows", err, n)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"rows":[{},{},{"id":"\u00e9","refs":[1,-2]}],"list":["a"],"zz":{"a":[1.5e3,null]}}`))
	f.Add([]byte(`{"rows":[` + strings.Repeat("{},", 3000) + `{}]}`))
	f.Add([]byte(`[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[`))
	f.Add([]byte(`{"zz":{"a":1,"b":2,"a":3}}`))
	f.Add([]byte(`{"zz":[1e999999999,-9.9E-99],"count":1e2,"big":99999999999999999999}`))
	f.Add([]byte(`{"raw":"` + strings.Repeat("e30w", 4000) + `","on":"2026-11-29T10:00:00.123456789+23:59"}`))
	f.Add([]byte(`{"zz":` + strings.Repeat(`{"a":`, 100)))
	f.Fuzz(func(t *testing.T, data []byte) {
		b := budget.New(t.Context(), budget.Limits{Memory: 1 << 20, Work: 1 << 20})
		var got, want, byOne model
		err := strictjson.Decode(bytes.NewReader(data), &got, b)
		if err != nil {
			return
		}
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatalf("encoding/json refuses what is accepted: %v", err)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(model{})); diff != "" {
			t.Fatal(diff)
		}
		if err := strictjson.Decode(iotest.HalfReader(io.Reader(bytes.NewReader(data))), &byOne, nil); err != nil {
			t.Fatal(err)
		}
	})
}
