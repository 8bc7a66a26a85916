package cli

import (
	"context"

	"recette/internal/plan"
)

// driftLine is a case whose text on disk is no longer the frozen one, in the document of "campaign status".
type driftLine struct {
	Case string         `json:"case"`
	Kind plan.DriftKind `json:"kind"`
	Path string         `json:"path,omitempty"`
	Line int            `json:"line,omitempty"`
}

// drift compares a campaign's frozen texts with the features as they stand. Files that cannot be read count as removed
// cases: status shows, it does not judge.
func (w *openRecord) drift(ctx context.Context, m *plan.Manifest) ([]driftLine, error) {
	p, err := w.project()
	if err != nil {
		return nil, err
	}
	drifts, err := p.Drift(ctx, m)
	if err != nil {
		return nil, err
	}
	lines := []driftLine{}
	for _, d := range drifts {
		if d.Kind != plan.Identical {
			lines = append(lines, driftLine{Case: d.ID, Kind: d.Kind, Path: d.NowPath, Line: d.NowLine})
		}
	}
	return lines, nil
}

// printDrifts shows what moved away from the frozen texts, a line each.
func (w *openRecord) printDrifts(lines []driftLine) {
	if len(lines) == 0 {
		return
	}
	say(w.env.Stdout, w.words.T("campaign.drift", len(lines)))
	for _, d := range lines {
		say(w.env.Stdout, w.words.T("campaign.drift-line", d.Case, w.words.T("plan.drift."+string(d.Kind)), d.Path))
	}
}
