package page

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// What binds pages to gofpdf's file refuses any file that is not as expected, and never panics.
func TestBindRefuses(t *testing.T) {
	page := &pressed{parts: []byte("x")}
	for name, file := range map[string]string{
		"nothing":  "",
		"no table": "trailer\n<<>>\nstartxref\n0\n%%EOF",
		"far":      "xref\n0 9\ntrailer\n<<>>\nstartxref\n0\n%%EOF",
		"other": "%PDF-1.3\n" + strings.Repeat("4 0 obj\n<<>>\n", 3) + "xref\n0 5\n0000000000 65535 f \n" +
			strings.Repeat("0000000009 00000 n \n", 4) + "trailer\n<<>>\nstartxref\n48\n%%EOF",
	} {
		if err := bind(&bytes.Buffer{}, []byte(file), []*pressed{page}, false); !errors.Is(err, ErrRender) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSafeURL(t *testing.T) {
	for url, want := range map[string]bool{
		"https://example.org/a": true, "mailto:a@example.org": true, "HTTPS://x": true, "http://x": false,
		"javascript:alert(1)": false, "https://x y": false, "https://x\n": false, "file:///etc/passwd": false,
		"": false,
	} {
		if got := safeURL(url); got != want {
			t.Errorf("safeURL(%q) = %v, want %v", url, got, want)
		}
	}
}
