package build

import (
	"slices"
	"strings"
)

// keptFlags are the build flags of a user's GOFLAGS that a worker is built with: what is compiled, from which modules,
// by what. Left out are those that would change his go.mod, the meaning of our own calls, or the places of definitions
// (-trimpath): a definition is found by its place in the project, whatever the user's own programs are built with.
func keptFlags() []string {
	return []string{
		"a", "asan", "asmflags", "compiler", "cover", "covermode", "coverpkg", "gccgoflags", "gcflags", "installsuffix",
		"ldflags", "linkshared", "mod", "modcacherw", "modfile", "msan", "p", "pgo", "pkgdir", "race", "tags",
		"toolexec",
	}
}

// usableFlags keeps of GOFLAGS what a worker is built with. The result is never empty: an empty variable would let the
// go command's own settings file decide.
func usableFlags(flags string) string {
	var kept []string
	for _, f := range splitFlags(flags) {
		name, value, _ := strings.Cut(strings.TrimLeft(f, "-"), "=")
		switch {
		case !slices.Contains(keptFlags(), name), name == "mod" && value == "mod", strings.Contains(value, "-trimpath"):
			continue
		}
		kept = append(kept, quoteFlag(f))
	}
	return strings.Join(append(kept, "-buildvcs=false"), " ")
}

// splitFlags parts GOFLAGS as the go command does: at blanks, unless a flag is quoted as a whole.
func splitFlags(s string) []string {
	const blanks = " \t\n\r"
	var flags []string
	for s = strings.TrimLeft(s, blanks); s != ""; s = strings.TrimLeft(s, blanks) {
		end, next := strings.IndexAny(s, blanks), 0
		if s[0] == '"' || s[0] == '\'' {
			quote := s[:1]
			s, next = s[1:], 1
			end = strings.Index(s, quote)
		}
		if end < 0 {
			end, next = len(s), 0
		}
		flags, s = append(flags, s[:end]), s[end+next:]
	}
	return flags
}

// quoteFlag writes a flag so that splitFlags gives it back: it was read there, and holds one kind of quotes at most
// when it has a blank.
func quoteFlag(f string) string {
	switch {
	case !strings.ContainsAny(f, " \t\n\r"):
		return f
	case strings.Contains(f, "'"):
		return `"` + f + `"`
	}
	return "'" + f + "'"
}
