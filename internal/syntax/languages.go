package syntax

import "slices"

// Languages returns the names of the languages that have a dialect, sorted: what may stand after "# language:".
func Languages() []string {
	t := tables()
	return slices.DeleteFunc(slices.Clone(t.names), func(name string) bool { return t.byLanguage[name] == nil })
}
