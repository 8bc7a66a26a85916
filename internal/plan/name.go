package plan

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// FoldName drops what does not tell two people apart in a name: case, spaces (no-break ones too) and how accents are
// encoded. Names that fold to the same text are one person.
func FoldName(name string) string {
	return strings.ToLower(norm.NFC.String(strings.Join(strings.Fields(name), " ")))
}
