package cli

import (
	"strings"
)

// setURL writes where the CRM answers into the configuration of the copy, in place of where it did.
func setURL(path, was, url string) error {
	data, err := readDocument(path)
	if err != nil {
		return fail("file", err, path)
	}
	edited := strings.ReplaceAll(string(data), was, url)
	return replaceFile(path, []byte(edited))
}

// shellWords writes arguments so that a shell reads them back.
func shellWords(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		if w != "" && strings.IndexFunc(w, shellSpecial) < 0 {
			b.WriteString(w)
			continue
		}
		b.WriteString("'" + strings.ReplaceAll(w, "'", `'\''`) + "'")
	}
	return b.String()
}

func shellSpecial(r rune) bool {
	return strings.ContainsRune(" \t\n'\"\\$`!*?[](){}<>|&;#~=%", r) || r > 126
}
