package cli

import (
	"testing"

	"recette/internal/reach"
)

// TestUnsafe: each fault of where pages are reached has a class of its own, a sentence and a remedy.
func TestUnsafe(t *testing.T) {
	for _, code := range []reach.Code{
		reach.Form, reach.Clear, reach.NoHost, reach.Pair, reach.Both, reach.OriginClear, reach.NoProxy,
		reach.ProxyAlone, reach.ProxyWide, reach.KeyOpen, reach.Unread, reach.Expired, reach.Early, reach.Soon,
		reach.Unnamed, reach.AuthorityNames, reach.AuthorityOld,
	} {
		key := "serve-" + string(code)
		if c, ok := classes()[key]; !ok || c.exit != exitUsage {
			t.Errorf("%s: class %+v, %t", code, c, ok)
		}
		for _, p := range printers(t) {
			if !p.Has("fail."+key) || !p.Has("fail."+key+".hint") {
				t.Errorf("%s: no sentence or no remedy in %s", code, p.Lang())
			}
		}
	}
}
