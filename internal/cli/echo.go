package cli

import "unicode/utf8"

// mostEchoed is how much of a value a message repeats, in letters: a key of a million letters is not read by anybody.
const mostEchoed = 200

// echoed cuts the values that a message repeats. Numbers and the like pass.
func echoed(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			arg = clip(text, mostEchoed)
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
