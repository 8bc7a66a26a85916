package syntax

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

// The quick answers of a survey are those of a whole reading, for every character.
func TestSurvey(t *testing.T) {
	for r := rune(1); r < 0x30000; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		for _, text := range []string{string(r), "e" + string(r), string(r) + "\u0301", "’" + string(r) + "€"} {
			seen := surveyBytes([]byte(text))
			if got, want := seen.isNFC(text), norm.NFC.IsNormalString(text); got != want {
				t.Fatalf("isNFC(%+q) = %v, want %v", text, got, want)
			}
			code, _ := controlCode(r)
			if got, want := seen.hasControls(text), code != "" && r != '\n'; got != want {
				t.Fatalf("hasControls(%+q) = %v, want %v", text, got, want)
			}
		}
	}
}
