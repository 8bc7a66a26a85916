package pdf

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOperations(t *testing.T) {
	for name, tt := range map[string]struct {
		content string
		want    []string
		err     error
	}{
		"empty": {" % rien\n", nil, nil},
		"a text": {
			"BT /F1 9 Tf 1.5 -2 Td (a\\)b) Tj ET", []string{"BT", "Tf /F1 9", "Td 1.5 -2", "Tj (a\\)b)", "ET"}, nil,
		},
		"stuck":     {"q/F1 9 Tf[1(a)<62>]TJ Q", []string{"q", "Tf /F1 9", "TJ [1(a)(b)]", "Q"}, nil},
		"quotes":    {"(a)' 1 2(b)\"", []string{"' (a)", "\" 1 2(b)"}, nil},
		"constants": {"true false null x", []string{"x true false null"}, nil},
		"a dict":    {"/P<</MCID 0>>BDC", []string{"BDC /P <</MCID 0>>"}, nil},
		"an image":  {"q BI /W 1 ID x EI", []string{"q"}, ErrSyntax},
		"not one":   {"q )", []string{"q"}, ErrSyntax},
		"unclosed":  {"q (a", []string{"q"}, ErrSyntax},
		"too many":  {strings.Repeat("1 ", maxOperands+1) + "x", nil, ErrSyntax},
		"too deep":  {strings.Repeat("[", 200), nil, ErrLimit},
	} {
		var got []string
		var failed error
		for o, err := range Operations([]byte(tt.content)) {
			if err != nil {
				failed = err
				break
			}
			line := []byte(o.Operator)
			for _, operand := range o.Operands {
				line, _ = AppendObject(append(line, ' '), operand)
			}
			got = append(got, strings.ReplaceAll(string(line), " (", "("))
		}
		for i := range tt.want {
			tt.want[i] = strings.ReplaceAll(tt.want[i], " (", "(")
		}
		if d := cmp.Diff(tt.want, got); d != "" || !errors.Is(failed, tt.err) {
			t.Errorf("%s: %v, want %v (-want +got):\n%s", name, failed, tt.err, d)
		}
	}
}

func FuzzOperations(f *testing.F) {
	f.Add([]byte("BT /F1 9 Tf 1 2 Td (a) Tj ET [1 2] 0 d <</A/B>> BDC"))
	f.Fuzz(func(t *testing.T, content []byte) {
		n := 0
		for o, err := range Operations(content) {
			if n++; n > len(content)+1 {
				t.Fatal("more operations than bytes")
			}
			if err == nil && o.Operator == "" {
				t.Fatal(fmt.Sprint("no operator: ", o))
			}
		}
	})
}
