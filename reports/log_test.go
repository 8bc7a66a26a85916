package reports

import (
	"strings"
	"testing"
)

func TestLastLines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                "",
		"a\r\nb\n\n":                      "a\nb",
		strings.Repeat("x\n", 20) + "fin": strings.Repeat("x\n", logLines-1) + "fin",
		strings.Repeat("é", 200):          strings.Repeat("é", 109) + "…",
	} {
		if got := lastLines(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What is longer than whoever signs reads, and what is no text, stays outside.
func TestLogs(t *testing.T) {
	t.Parallel()
	pv := PV{DataLoads: []DataLoad{{Evidence: []Evidence{
		{SHA256: "a", Size: 4}, {SHA256: "b", Size: maxLogBytes + 1}, {SHA256: "c", Size: 1}, {SHA256: "d", Size: 1},
	}}, {Evidence: []Evidence{{SHA256: "a", Size: 4}}}}}
	files := map[string]string{"a": "fini", "b": "x", "c": "\xff"}
	got := Logs(&pv, func(sum string) ([]byte, bool) { f, ok := files[sum]; return []byte(f), ok })
	if len(got) != 1 || got[0].Name != "log-a.txt" || string(got[0].Data) != "fini" {
		t.Errorf("%+v", got)
	}
	if Logs(&pv, nil) != nil {
		t.Error("logs of nothing")
	}
}
