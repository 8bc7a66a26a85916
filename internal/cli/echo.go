package cli

import (
	"strings"
	"unicode/utf8"
)

// mostEchoed is how much of a value a message repeats, in letters: a key of a million letters is not read by anybody.
const mostEchoed = 200

// several are the values that a message offers. Each is cut like any other; the list is not: what to choose may be
// last.
type several []string

// ours is a text of the program itself inside a message, which is not cut.
type ours string

// echoed cuts the values that a message repeats. Numbers and the like pass.
func echoed(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		switch v := arg.(type) {
		case string:
			arg = clip(v, mostEchoed)
		case several:
			list := make([]string, len(v))
			for j, one := range v {
				list[j] = clip(one, mostEchoed)
			}
			arg = strings.Join(list, ", ")
		}
		out[i] = arg
	}
	return out
}

// clip keeps the beginning and the end of a text that is too long, since paths differ by their end.
func clip(text string, most int) string {
	if len(text) <= most || utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)
	return string(runes[:most*3/4]) + "…" + string(runes[len(runes)-most/4:])
}
