package verify

import (
	"strconv"

	"recette/internal/journal"
)

// left tells whether a restoration of the log may be why a head is not of it: what it goes on from is smaller, and what
// was known to be lost is not. Whoever keeps a log can restore it to be rid of what it held: it excuses nothing.
func left(l *journal.Leaf, size int64, root string) bool {
	switch r := l.Restore; {
	case r == nil, size <= r.Size:
		return false
	case size == r.Known:
		return root == r.KnownRoot
	default:
		return r.Known == 0 || size < r.Known
	}
}

// leaving gives, for each restoration that may be why a head is not of the log, what to say of it.
func leaving(restored []journal.Leaf, size int64, root string) (list []Finding) {
	for i := range restored {
		if l := &restored[i]; left(l, size, root) {
			list = append(list, info(
				LogLeft, strconv.FormatInt(l.Seq, 10), l.At, strconv.FormatInt(l.Restore.Size, 10),
				strconv.FormatInt(size, 10),
			))
		}
	}
	return list
}
