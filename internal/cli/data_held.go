package cli

import (
	"context"
	"slices"
	"sync"

	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/execution"
	"recette/internal/workspace"
)

// dataHold keeps the rows of a campaign from being played with other data than those that it froze, unless they were
// loaded for a reason, which the record holds. Whenever a row begins, the files are looked at, and the record where one
// moved: others may have loaded it, or reset it, meanwhile.
type dataHold struct {
	service  *campaign.Service
	campaign string
	files    func() []workspace.MovedData // those that are not as they were frozen, now
	naming   map[string][]string          // data sets by row

	mu    sync.Mutex
	first *execution.DataError // what was refused first
}

// holdData takes from a frozen plan what it needs of its rows: whoever runs them lets go of them.
func holdData(s *campaign.Service, p *projectAt, m *campaign.Manifest) *dataHold {
	frozen := m.DataSets
	return &dataHold{
		service: s, campaign: m.Campaign, naming: p.NamingData(m),
		files: func() []workspace.MovedData { return p.MovedData(frozen) },
	}
}

// fit refuses a row that names a data set which is not the frozen one: an *execution.DataError.
func (h *dataHold) fit(ctx context.Context, row string) error {
	if len(h.naming[row]) == 0 {
		return nil
	}
	for _, d := range h.files() {
		if !slices.Contains(h.naming[row], d.Code) {
			continue
		}
		loaded, err := h.service.Loaded(ctx, reader(), h.campaign, d.Code, d.SHA256)
		if err != nil {
			return err
		}
		if !loaded {
			return h.refuse(&execution.DataError{Case: row, Set: d.Code, Path: d.Path})
		}
	}
	return nil
}

// refuse keeps the first refusal.
func (h *dataHold) refuse(err *execution.DataError) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.first == nil {
		h.first = err
	}
	return err
}

// failure words what was refused first; nil when nothing was.
func (h *dataHold) failure() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.first == nil {
		return nil
	}
	return fail("data-drifted", nil, h.first.Set, h.campaign, h.first.Path)
}

// movedData says which data sets of a campaign are no more the frozen ones, and which of them were loaded all the same.
func movedData(p *projectAt, frozen *campaign.Outline, notes *state.Notes) []api.MovedData {
	var out []api.MovedData
	for _, d := range p.MovedData(frozen.DataSets) {
		out = append(out, api.MovedData{
			Code: d.Code, Path: d.Path, State: string(d.State), Loaded: notes.Loaded(d.Code, d.SHA256),
		})
	}
	return out
}

// printMovedData shows them, a line each.
func (w *openRecord) printMovedData(doc *api.CampaignStatus) {
	if len(doc.DataDrift) == 0 {
		return
	}
	say(w.env.Stdout, w.words.T("campaign.data-drift", len(doc.DataDrift)))
	for _, d := range doc.DataDrift {
		line := w.words.T("campaign.drift-line", d.Code, w.words.T("data.state."+d.State), d.Path)
		if d.Loaded {
			line = w.words.T("campaign.data-drift.loaded", line)
		}
		say(w.env.Stdout, line)
	}
}
