package plan

import "recette/internal/catalogue"

// FrozenCase is one case as it will be tested, as the catalogue knew it: identity, hashes, and everything that a
// tester's screen or the PV shows. What the manifest does not keep of a case is empty in it: keywords and texts of its
// feature and of its rule, lines of its steps.
// Its ID is that of the row: CaseID gives the one that the features know.
type FrozenCase struct {
	catalogue.Case

	Antenne string       // branch where the row is played, as the plan names it; empty when it is played once
	Former  []FormerText // texts that it had in iterations before
	Replay  Replay       // why its result from before is to be obtained again; empty when it holds
}

// written is a case as a manifest holds it.
type written struct {
	ID           string           `json:"id"`
	Antenne      string           `json:"antenne,omitempty"` // since version 2, as the two that follow
	Former       []FormerText     `json:"former,omitempty"`
	Replay       Replay           `json:"replay,omitempty"`
	Stable       bool             `json:"stable"`
	Content      string           `json:"content"`
	Presentation string           `json:"presentation"`
	Path         string           `json:"path"`
	Line         int              `json:"line"`
	FileSHA256   string           `json:"file_sha256"`
	Feature      string           `json:"feature"`
	FeatureAbout string           `json:"feature_about,omitempty"`
	Rule         string           `json:"rule,omitempty"`
	Name         string           `json:"name"`
	Keyword      string           `json:"keyword"`
	About        string           `json:"about,omitempty"`
	Examples     string           `json:"examples,omitempty"`
	Row          string           `json:"row,omitempty"`
	RowHeader    []string         `json:"row_header,omitempty"`
	RowCells     []string         `json:"row_cells,omitempty"`
	Story        string           `json:"story,omitempty"`
	Epic         string           `json:"epic,omitempty"`
	Criteria     []string         `json:"criteria,omitempty"`
	Rules        []string         `json:"rules,omitempty"`
	Roles        []string         `json:"roles,omitempty"`
	Journeys     []string         `json:"journeys,omitempty"`
	DataSets     []string         `json:"data_sets,omitempty"`
	Critical     bool             `json:"critical,omitempty"`
	Tags         []string         `json:"tags,omitempty"`
	Steps        []catalogue.Step `json:"steps"`
	Source       string           `json:"source"`
}

func (f *FrozenCase) written() written {
	w := written{
		ID: f.ID, Antenne: f.Antenne, Former: f.Former, Replay: f.Replay, Stable: f.Stable, Content: f.Content,
		Presentation: f.Presentation, Path: f.Feature.Path,
		Line:       f.Line,
		FileSHA256: f.Feature.SHA256, Feature: f.Feature.Name, FeatureAbout: f.Feature.About, Name: f.Name,
		Keyword: f.Keyword, About: f.About, Story: f.Story, Epic: f.Epic, Criteria: f.Criteria, Rules: f.Rules,
		Roles: f.Roles, Journeys: f.Journeys, DataSets: f.DataSets, Critical: f.Critical, Tags: f.Tags, Steps: f.Steps,
		Source: f.Source,
	}
	if f.Rule != nil {
		w.Rule = f.Rule.Name
	}
	if e := f.Examples; e != nil {
		w.Examples, w.Row, w.RowHeader, w.RowCells = e.Name, e.Key, e.Header, e.Cells
	}
	return w
}

func (w *written) frozen(language string) FrozenCase {
	f := FrozenCase{Antenne: w.Antenne, Former: w.Former, Replay: w.Replay, Case: catalogue.Case{
		ID: w.ID, Stable: w.Stable, Content: w.Content, Presentation: w.Presentation, Line: w.Line, Name: w.Name,
		Feature: catalogue.Feature{
			Path: w.Path, Language: language, Name: w.Feature, About: w.FeatureAbout, SHA256: w.FileSHA256,
		},
		Keyword: w.Keyword, About: w.About, Story: w.Story, Epic: w.Epic, Criteria: w.Criteria, Rules: w.Rules,
		Roles: w.Roles, Journeys: w.Journeys, DataSets: w.DataSets, Critical: w.Critical, Tags: w.Tags, Steps: w.Steps,
		Source: w.Source,
	}}
	if w.Rule != "" {
		f.Rule = &catalogue.Block{Name: w.Rule}
	}
	if w.Examples != "" || w.Row != "" || len(w.RowHeader) > 0 || len(w.RowCells) > 0 {
		f.Examples = &catalogue.Row{Name: w.Examples, Key: w.Row, Header: w.RowHeader, Cells: w.RowCells}
	}
	return f
}
