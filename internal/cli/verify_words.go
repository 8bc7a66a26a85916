package cli

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"

	"recette/internal/verify"
)

// findingText says a finding. What it names comes from the file: it is worded where it is a word of the formats, and
// shown as it is otherwise; say keeps it on its line.
func (a *app) findingText(f verify.Finding) string {
	args := make([]any, len(f.Args))
	for i, arg := range f.Args {
		args[i] = a.argument(f.Code, i, arg)
	}
	switch f.Code {
	case verify.RecordAltered: // code, position, subject
		seq, err := strconv.ParseInt(f.Args[1], 10, 64)
		if err != nil {
			seq = -1
		}
		args = []any{args[0], a.placeOf(seq, seq, f.Args[2])}
	case verify.Erasure: // position, instant, reason
		args[2] = cmp.Or(f.Args[2], a.words.T("journal.erasure.unsaid"))
	case verify.More: // code, count: it follows those that it counts
		args = args[1:]
	default: // its arguments are those of its sentence
	}
	key := a.textOf(f)
	if len(args) > 0 && a.words.Has(key+".one") {
		if n, err := strconv.Atoi(f.Args[len(f.Args)-len(args)]); err == nil {
			return a.words.N(key, n, args[1:]...)
		}
	}
	return a.words.T(key, args...)
}

// textOf gives the key of the sentence of a finding. One that sends to the version that the file names says another
// thing when that is this very version; one without what it is about says so.
func (a *app) textOf(f verify.Finding) string {
	sends := f.Code == verify.WordsUnknown || f.Code == verify.PagesNotCompared
	if sends && f.Args[len(f.Args)-1] == "recette "+Version {
		return "verify.ours." + string(f.Code)
	}
	key := "verify.code." + string(f.Code)
	if len(f.Args) > 0 && f.Args[0] == "" && a.words.Has(key+".none") {
		return key + ".none"
	}
	return key
}

// scanOf says on which state of the file of a PV somebody signed by hand, by who had signed it electronically.
func (a *app) scanOf(signed string) string {
	if signed == "" {
		return a.words.T("verify.scan.rendered")
	}
	return a.words.T("verify.scan.signed", signed)
}

// argument words one argument of a finding.
func (a *app) argument(code verify.Code, i int, arg string) string {
	key := ""
	switch code {
	case verify.AnomalyMismatch: // its number, or the severity of which some are counted
		if i == 0 {
			key = "severity."
		}
	case verify.CaseVerdict, verify.StepVerdict:
		key = "verdict."
	case verify.HandSigned:
		if i == 4 {
			return a.scanOf(arg)
		}
		if at, err := time.Parse(time.DateOnly, arg); i == 1 && err == nil {
			return a.words.Date(at)
		}
	case verify.DecidedSince, verify.DecidedApart:
		key = "decision."
	case verify.DecisionRules:
		key = map[bool]string{true: "decision.reason.", false: "decision."}[i == 2]
	case verify.StepCorrected:
		key = map[bool]string{true: "verdict."}[i == 2]
	case verify.AnomalyLowered:
		key = map[bool]string{true: "severity."}[i == 1 || i == 2]
	case verify.RecordAltered:
		key = "store.finding."
	case verify.KeyRestored:
		if i == 0 {
			return a.leafDay(arg)
		}
	case verify.KeyReplaced, verify.KeyCompared, verify.KeyVouched:
		if i == 1 {
			return a.leafDay(arg)
		}
		key = map[bool]string{true: "verify.authority."}[i == 3]
	case verify.Erasure, verify.LogRotated, verify.LogUnvouched, verify.LogKeyLost, verify.LogRestored, verify.LogLeft:
		if i == 1 {
			return a.leafDay(arg)
		}
	case verify.FileUnreadable, verify.FileLayout, verify.FileObjects, verify.Attached, verify.DataUnreadable,
		verify.ManifestUnreadable, verify.CheckpointSignature, verify.LeafUnreadable, verify.NotDrawn:
		key = "verify.cause."
	case verify.PageCount:
		switch more, ok := strings.CutPrefix(arg, "> "); {
		case ok && more == "0":
			return a.words.T("verify.several")
		case ok:
			return a.words.T("verify.more-than", more)
		}
	case verify.OverMemory:
		if n, err := strconv.ParseInt(arg, 10, 64); err == nil {
			return a.words.T("verify.mebibytes", n>>20)
		}
	default: // shown as it is
	}
	if key != "" && a.words.Has(key+arg) {
		return a.words.T(key + arg)
	}
	if verify.NamesPart(code, i) {
		return a.part(arg)
	}
	if at, err := time.Parse(time.RFC3339, arg); err == nil {
		return a.words.DateTime(at)
	}
	return arg
}

// indexed is one of several parts of a name, counted from zero.
var indexed = regexp.MustCompile(`^([a-z_]+)\[(\d{1,9})\]$`)

// part words the name of a part: a field of the data, a part of a signature, a place in the file. Whoever knows the
// formats finds the name behind the words of a place, and instead of words that nobody gave.
func (a *app) part(name string) string {
	t := a.words.T
	if key := "verify.part." + name; a.words.Has(key) {
		return t(key)
	}
	if m := indexed.FindStringSubmatch(name); m != nil && a.words.Has("verify.part."+m[1]+".nth") {
		if n, err := strconv.Atoi(m[2]); err == nil {
			return t("verify.part."+m[1]+".nth", n+1)
		}
	}
	for _, place := range []struct{ from, key string }{
		{"/Root/Metadata", "metadata"},
		{"/Info", "properties"},
		{"/Root/Names/EmbeddedFiles", "attachments"},
		{"/Root/AF", "attachments"},
		{"/Root/Names", "links"},
		{"/Root/Dests", "links"},
		{"/Root/Outlines", "bookmarks"},
		{"/Root/AcroForm", "fields"},
		{"/Root/Perms", "fields"},
		{"/Root/StructTreeRoot", "structure"},
		{"/", "frame"},
		{"#", "object"},
	} {
		if strings.HasPrefix(name, place.from) {
			return t("verify.place", t("verify.place."+place.key), name)
		}
	}
	if page, rest, ok := cutPage(name); ok {
		if rest == "" {
			return t("verify.place.page", page)
		}
		return t("verify.place", t("verify.place.page", page), name)
	}
	return t("verify.detail", name)
}

// cutPage parts a place on a page: "page 3/Annots[1]".
func cutPage(name string) (page, rest string, ok bool) {
	page, ok = strings.CutPrefix(name, "page ")
	page, rest, _ = strings.Cut(page, "/")
	_, err := strconv.Atoi(page)
	return page, rest, ok && err == nil
}
