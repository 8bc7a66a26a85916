package lint

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// layout is that of a judgement and of a result. It changes with them, so that no one reads what another layout wrote.
const layout = 3

// Digest names all that the judgement of a file depends on beside its bytes and the program: two runs of one digest may
// share judgements. What a run depends on further, whether it sees the whole project, is not in it.
func (o *Options) Digest() (string, error) {
	type setting struct {
		Severity *Severity
		Values   map[string]any
		Except   string
		Spare    bool
	}
	settings := make(map[string]setting, len(o.Settings))
	for id, s := range o.Settings {
		settings[id] = setting{s.Severity, s.Values, s.Except.String(), s.Spare}
	}
	ids := make([]string, len(o.Rules))
	for i := range o.Rules {
		ids[i] = o.Rules[i].ID
	}
	kept := ""
	if o.Reference != nil {
		kept = o.Reference.Digest
	}
	b, err := json.Marshal([]any{
		layout, ids, o.Profile, o.Execution, o.Readiness, o.Tags, o.Retired, o.Language, settings, kept,
	})
	if err != nil {
		return "", fmt.Errorf("digest options: %w", err)
	}
	sum := sha256.Sum256(b)
	return string(sum[:]), nil
}
