package evidence_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/evidence"
)

func TestRefusalSaysWhatItIs(t *testing.T) {
	s, _ := newStore(t, 0)
	for content, want := range map[string]evidence.TypeError{
		"GIF89a\x01\x00":     {Detected: "image/gif", Extension: ".bin"},
		"PK\x03\x04\x14\x00": {Detected: "application/zip", Extension: ".bin"},
		"MZ\x90\x00": {
			Detected: "application/vnd.microsoft.portable-executable", Extension: ".bin",
		},
		"\x00\x00\x00\x18ftypmp42\x00":     {Detected: "video/mp4", Extension: ".bin"},
		"\x00\x01\x02":                     {Detected: "application/octet-stream", Extension: ".bin"},
		"\x00":                             {Detected: "application/octet-stream", Extension: ".bin"},
		"un texte, sous un nom pour autre": {Detected: "text/plain", Extension: ".bin"},
	} {
		var got *evidence.TypeError
		if _, err := s.Put(t.Context(), strings.NewReader(content), "a.bin"); !errors.As(err, &got) || *got != want {
			t.Errorf("Put(%q) = %v, want %v", content, err, &want)
		}
	}
}

func TestCleanName(t *testing.T) {
	long := strings.Repeat("é", 150) + ".png"
	tests := map[string]string{
		"écran 1.png":           "écran 1.png",
		"../../etc/passwd":      "passwd",
		`C:\Users\x\a.log`:      "a.log",
		"a\x00b\r\n.txt":        "ab.txt",
		"facture\u202Egnp.exe":  "facturegnp.exe",
		"..":                    "",
		"":                      "",
		"\xff.png":              "\uFFFD.png",
		" \t ":                  "",
		long:                    strings.Repeat("é", 98) + ".png",
		"zéro\u200blargeur.txt": "zérolargeur.txt",
	}
	got := map[string]string{}
	for in := range tests {
		got[in] = evidence.CleanName(in)
	}
	if diff := cmp.Diff(tests, got); diff != "" {
		t.Errorf("CleanName() (-want +got)\n%s", diff)
	}
}
