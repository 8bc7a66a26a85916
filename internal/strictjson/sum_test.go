package strictjson_test

import (
	"fmt"
	"strings"
	"testing"

	"recette/internal/budget"
	"recette/internal/strictjson"
)

// Texts that are only compared are compared by their sums, however they are written, and take no room of their own.
func TestSums(t *testing.T) {
	type texts struct {
		A strictjson.Sum `json:"a"`
		B strictjson.Sum `json:"b"`
	}
	long := strings.Repeat("é", 100_000)
	for name, tt := range map[string]struct{ text, a, b string }{
		"empty":     {`{"a":""}`, "", ""},
		"null":      {`{"a":null,"b":"x"}`, "", "x"},
		"two":       {`{"a":"x","b":"y"}`, "x", "y"},
		"escaped":   {`{"a":"\u00e9\n","b":"é\n"}`, "é\n", "é\n"},
		"two pages": {`{"a":"` + long + `","b":"` + long + `!"}`, long, long + "!"},
	} {
		var got texts
		b := budget.New(t.Context(), budget.Limits{})
		if err := strictjson.Decode(strings.NewReader(tt.text), &got, b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if want := (texts{strictjson.SumOf(tt.a), strictjson.SumOf(tt.b)}); got != want {
			t.Errorf("%s: %x, want %x", name, got, want)
		}
		if held := b.Held(); held > 0 && len(tt.a) < 1000 {
			t.Errorf("%s: %d bytes are held", name, held)
		}
	}
	if strictjson.SumOf("") != (strictjson.Sum{}) || strictjson.SumOf(" ") == (strictjson.Sum{}) {
		t.Error("the sum of nothing is not zero, or another one is")
	}
	for _, text := range []string{`{"a":1}`, `{"a":["x"]}`, `{"a":"x","a":"x"}`, `{"a":"` + "\xff" + `"}`} {
		if err := decode(text, &texts{}); err == nil {
			t.Errorf("%s is read", fmt.Sprintf("%.20q", text))
		}
	}
}
