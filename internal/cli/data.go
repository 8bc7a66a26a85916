package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	application "recette/internal/app"
	"recette/internal/campaign/dataset"
	"recette/internal/reference"
	"recette/internal/term"
	"recette/internal/workspace"
	"recette/internal/yamldoc"
)

func (a *app) dataVerbs() *cobra.Command {
	return a.group(
		"data", "data", a.dataList(), a.dataCheck(), a.dataLoad(dataset.ActLoad), a.dataLoad(dataset.ActReset),
		a.schemaVerb("data.schema", reference.DataSchema()),
	)
}

// dataList prints the data sets of the project, who names them, and where they stand in the open campaigns.
func (a *app) dataList() *cobra.Command {
	c := a.command("list", "data.list")
	c.Args = exactly(0)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		sets, _, err := p.DataSets(cmd.Context())
		if err != nil {
			return err
		}
		frozen, err := a.frozenData(cmd.Context())
		if err != nil {
			return err
		}
		list := make([]api.DataEntry, len(sets))
		for i := range sets {
			list[i] = dataEntry(&sets[i], frozen)
		}
		doc := api.NewDataList(list)
		if a.json {
			return a.print(doc)
		}
		a.printDataSets(&doc)
		return nil
	}
	return c
}

// frozenData gives what the open campaigns froze of the data sets; nothing where nothing was ever recorded.
func (a *app) frozenData(ctx context.Context) (_ []workspace.FrozenData, err error) {
	w, err := a.open(ctx, reading)
	if errors.Is(err, application.ErrNoRecord) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	list, err := w.Service.List(ctx, reader())
	if err != nil {
		return nil, err
	}
	var frozen []workspace.FrozenData
	for _, c := range list {
		if c.ClosedAt != "" {
			continue
		}
		m, err := w.Service.Outline(ctx, reader(), c.Campaign)
		if err != nil {
			return nil, err
		}
		frozen = append(frozen, workspace.FrozenData{Campaign: c.Campaign, Sets: m.DataSets})
	}
	return frozen, nil
}

func dataEntry(d *workspace.DataSet, frozen []workspace.FrozenData) api.DataEntry {
	e := api.DataEntry{
		Code: d.Code, Kept: d.Kept(), Label: d.Label, Origin: d.Origin, Owner: d.Owner, Antenne: d.Antenne,
		Path: d.At.Path, SHA256: d.SHA256, Cases: append([]string{}, d.Cases...), Campaigns: []api.DataCampaign{},
	}
	for _, v := range d.Values {
		e.Values = append(e.Values, v.Name)
	}
	for i := range frozen {
		if state, known := frozen[i].State(d.Code, d.SHA256); known {
			e.Campaigns = append(e.Campaigns, api.DataCampaign{Campaign: frozen[i].Campaign, State: string(state)})
		}
	}
	return e
}

// shortSum is how much of a digest is shown where people compare by eye.
const shortSum = 12

func (a *app) printDataSets(doc *api.DataList) {
	out, t := a.env.Stdout, a.words.T
	width := 0
	for i := range doc.DataSets {
		width = max(width, term.Width(doc.DataSets[i].Code))
	}
	for i := range doc.DataSets {
		d := &doc.DataSets[i]
		label := d.Label
		if !d.Kept {
			label = t("data.unkept")
		}
		say(out, strings.TrimRight(term.Pad(d.Code, width)+"  "+label, " "))
		var facts []string
		if d.Kept {
			facts = append(facts, orWord(d.Origin, t("data.no-origin")), orWord(d.Owner, t("data.no-owner")))
		}
		if d.Antenne != "" {
			facts = append(facts, t("data.antenne", d.Antenne))
		}
		facts = append(facts, a.words.N("count.cases", len(d.Cases)))
		if d.Kept {
			facts = append(facts, t("data.digest", d.SHA256[:shortSum]))
		}
		say(out, "  "+strings.Join(facts, " · "))
		for _, c := range d.Campaigns {
			say(out, "  "+t("data.in-campaign", c.Campaign, t("data.state."+c.State)))
		}
	}
	say(out, a.words.N("data.count", len(doc.DataSets)))
}

func orWord(value, word string) string {
	if value == "" {
		return word
	}
	return value
}

// dataCheck says what is wrong with the data sets.
func (a *app) dataCheck() *cobra.Command {
	c := a.command("check", "data.check")
	c.Args = exactly(0)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		frozen, err := a.frozenData(cmd.Context())
		if err != nil {
			return err
		}
		kept, problems, err := p.CheckData(cmd.Context(), frozen)
		if err != nil {
			return err
		}
		switch {
		case a.json:
			err = a.print(api.NewDataCheck(kept, a.dataProblems(problems)))
		case len(problems) > 0:
			a.documentProblems(a.env.Stdout, &yamldoc.Error{Problems: problems})
		}
		if err != nil {
			return err
		}
		if !a.json {
			say(a.env.Stdout, a.words.N("data.count", kept)+", "+a.words.N("data.problems", len(problems)))
		}
		if len(problems) > 0 {
			return quiet(exitFindings)
		}
		return nil
	}
	return c
}

func (a *app) dataProblems(problems []yamldoc.Problem) []api.DataProblem {
	list := make([]api.DataProblem, len(problems))
	for i, p := range problems {
		list[i] = api.DataProblem{
			Path: p.File, Line: p.Line, Column: p.Column, Code: string(p.Code), Message: a.documentSentence(p),
		}
		if key := "document." + string(p.Code) + ".remedy"; a.words.Has(key) {
			list[i].Remedy = a.words.T(key, a.documentArgs(p)...)
		}
	}
	return list
}
