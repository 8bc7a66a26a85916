package cli

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/signoff"
)

// Criteria that cannot be read are said to whoever decides, and keep nobody from it; who may not read them sees
// nothing.
func TestTellUnmet_Unread(t *testing.T) {
	for _, p := range printers(t) {
		for name, tt := range map[string]struct {
			err  error
			said bool
		}{
			"of a PV that cannot be built": {fmt.Errorf("%w: texts", signoff.ErrUnreadable), true},
			"of an unknown failure":        {errors.New("proof of leaf 3"), true},
			"by who may not read them":     {fmt.Errorf("warnings: %w", rights.ErrDenied), false},
			"nothing unmet":                {nil, false},
		} {
			var out strings.Builder
			a := &app{words: p, env: Env{Stderr: &out}}
			a.tellUnmet(&campaign.Decide{Campaign: "demo"}, nil, tt.err)
			if got := out.String(); (got != "") != tt.said || tt.said && !strings.Contains(got, a.sentenceOf(tt.err)) {
				t.Errorf("%s, %s: %q", p.Lang(), name, got)
			}
		}
	}
}
