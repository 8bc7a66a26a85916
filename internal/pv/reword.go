package pv

import (
	"slices"
	"strconv"
	"strings"

	"recette/reports"
)

// Reworded says a warning in other words than those of its PV: those of whoever reads it on a screen, in their
// language.
func Reworded(w *reports.Warning, lang string, words func(key string, args ...any) string) string {
	key, args := "pv.warning."+w.Code, anys(w.Args)
	if _, counted := Codes(); len(w.Args) == 0 || !slices.Contains(counted, Code(w.Code)) {
		return words(key, args...)
	}
	n, err := strconv.Atoi(w.Args[0])
	if err != nil {
		return w.Text
	}
	if last := len(args) - 1; last > 0 && n > shown && Code(w.Code) != unnamed {
		list := strings.SplitN(w.Args[last], ", ", shown+1)
		if len(list) != shown {
			return w.Text // a list that was not cut as others are
		}
		list[shown-1], _, _ = strings.Cut(list[shown-1], " ")
		args[last] = strings.Join(list, ", ") + words(pluralOf("pv.more", n-shown, lang), n-shown)
	}
	return words(pluralOf(key, n, lang), args...)
}

// pluralOf gives the key of the form: French counts 0 and 1 as singular, English 1 alone.
func pluralOf(key string, n int, lang string) string {
	if n == 1 || n == 0 && lang != "en" {
		return key + ".one"
	}
	return key + ".other"
}
