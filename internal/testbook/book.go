// Package testbook makes the cahier de recette of a campaign, or of a plan that no campaign plays yet: what its cases
// refer to is resolved, and what the journal tells of each is put beside. It is pure, and words nothing:
// reports/cahier draws what it makes.
package testbook

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/vocabulary"
	"recette/reports/cahier"
)

// Input is what a cahier is made of.
type Input struct {
	Told     *campaign.Told // what the journal tells; nil for a plan that no campaign plays
	Manifest *plan.Manifest // what is frozen, or would be
	Digest   string         // SHA-256 of Manifest
	Set      *reference.Set // of the project, for the values of data sets; may be empty
	Tags     vocabulary.Vocabulary
	Present  map[string]string // content hash of each case as it is now; nil when nobody looked
	Drifts   plan.Drifts       // how the frozen texts stand to the features as they are; nil when nobody looked

	Kind     cahier.Kind
	Journey  string // code; empty for all of them
	Antenne  string // a branch; empty for all of them
	All      bool   // a blank cahier holds what a machine plays, too
	File     string // of the plan, when no campaign is open
	SHA256   string // of that file
	Producer string
	IssuedAt time.Time
	// Words gives the texts that stand where a name or a text was erased, in the language of the manifest.
	Words func(key string, args ...any) string
}

// The errors of Of.
var (
	ErrJourney = errors.New("journey not in the plan")
	ErrAntenne = errors.New("branch not in the plan")
	ErrEmpty   = errors.New("no case to put in the cahier")
)

// Of makes the cahier. It returns ErrJourney, ErrAntenne and ErrEmpty.
func Of(in Input) (cahier.Cahier, error) {
	in.Tags = in.Tags.Filled()
	m := in.Manifest
	if in.Journey != "" && m.Journey(in.Journey) == nil {
		return cahier.Cahier{}, fmt.Errorf("journey %q: %w", in.Journey, ErrJourney)
	}
	if in.Antenne != "" && !slices.Contains(m.Antennes, in.Antenne) {
		return cahier.Cahier{}, fmt.Errorf("branch %q: %w", in.Antenne, ErrAntenne)
	}
	b := &builder{
		in: in, m: m, contexts: map[string]int{}, criterion: calls(m.Names.Criteria),
		messaged: catalogued(m.Names.Messages),
	}
	for i := range m.DataSets {
		b.data = append(b.data, m.DataSets[i].Code)
	}
	if in.Told != nil {
		b.state = in.Told.State
		b.read()
	} else {
		b.state = state.New(m.Outline(), true)
	}
	b.head()
	b.cases()
	if len(b.doc.Cases) == 0 {
		return cahier.Cahier{}, ErrEmpty
	}
	b.roles()
	b.dataSets()
	b.sessions()
	if in.Kind == cahier.Executed {
		b.anomalies()
		b.branches()
	}
	return b.doc, nil
}

type builder struct {
	in       Input
	m        *plan.Manifest
	state    *state.State
	contexts map[string]int // places among the contexts, by file and texts
	about    map[string][]string
	data     []string // codes of the data sets of the plan
	doc      cahier.Cahier

	criterion map[string]string // what each asks, as the plan was frozen
	messaged  *reference.Set    // the messages that the plan was frozen with, and nothing else
}

func (b *builder) head() {
	m, in := b.m, &b.in
	s := sections(m)
	b.doc = cahier.Cahier{
		Schema: cahier.Schema, Kind: in.Kind, Language: m.Language, Producer: in.Producer,
		IssuedAt: in.IssuedAt.UTC().Truncate(time.Second), Project: m.Project, Campaign: m.Campaign, Title: m.Title,
		PlanVersion: m.Version, Journey: in.Journey, Antenne: in.Antenne, Client: m.Client.Name,
		Supplier: m.Supplier.Name, Release: cahier.Release(m.Release), Environment: cahier.Environment(m.Environment),
		Accounts: []cahier.Account{}, People: []cahier.Person{}, Contacts: []cahier.Person{},
		Contexts: []cahier.Context{}, Cases: []cahier.Case{}, Anomalies: []cahier.Anomaly{},
		Branches: []cahier.Branch{},
		Reference: cahier.Reference{
			File: in.File, SHA256: in.SHA256, Commit: m.Commit, Manifest: in.Digest, Cases: len(m.Cases),
		},
	}
	if m.Number() > 1 {
		b.doc.Iteration = m.Number()
	}
	if b.doc.Environment.Build == "" {
		b.doc.Environment.Build = m.Release.Build
	}
	for _, a := range s.Accounts {
		b.doc.Accounts = append(b.doc.Accounts, cahier.Account(a))
	}
	for _, p := range campaign.Recorders(m) {
		b.doc.People = append(b.doc.People, cahier.Person{Name: p.Name, Role: p.Role, Entity: p.Entity})
	}
	for _, p := range m.Parties {
		who := cahier.Person{Name: p.Name, Role: p.Role, Entity: p.Entity}
		switch recette.Role(p.Role) {
		case recette.PPO, recette.QA, recette.Referent, recette.Delivery:
			b.doc.Contacts = append(b.doc.Contacts, who)
		default:
		}
	}
	for _, c := range s.Contacts {
		b.doc.Contacts = append(b.doc.Contacts, cahier.Person{Name: c.Name, Function: c.Function, Entity: c.Entity})
	}
	if t := in.Told; t != nil {
		r := &b.doc.Reference
		r.Origin, r.Size, r.Root = t.Head.Origin, t.Head.Size, t.Head.Root
		r.Entries = t.Entries
	}
}

// sections gives what the plan says beside what selects and conducts.
func sections(m *plan.Manifest) *plan.Sections {
	if m.Sections == nil {
		return &plan.Sections{}
	}
	return m.Sections
}

// cases puts the cases in the order of the journeys, each under the first that holds it. The figures of a journey are
// those of all its cases, as everywhere; those of the cahier count each case once.
func (b *builder) cases() {
	frozen := make(map[string]*plan.FrozenCase, len(b.m.Cases))
	for i := range b.m.Cases {
		frozen[b.m.Cases[i].ID] = &b.m.Cases[i]
	}
	taken := map[string]bool{}
	var all recette.Figures
	put := func(j cahier.Journey, ids []string) {
		var figures recette.Figures
		for _, id := range ids {
			f := frozen[id]
			if f == nil || b.in.Antenne != "" && f.Antenne != b.in.Antenne {
				continue
			}
			s := b.state.Case(id)
			hold := b.state.Hold(s)
			figures.AddResult(s.Verdict(), hold)
			if taken[id] {
				j.Shared++ // its sheet is under another journey
				continue
			}
			taken[id] = true
			all.AddResult(s.Verdict(), hold)
			mode := cmp.Or(b.in.Tags.Mode(f.Tags), recette.Manual)
			if b.in.Kind == cahier.Blank && mode == recette.Automated && !b.in.All {
				j.Left++
				continue
			}
			c := b.one(f, mode, j.Code)
			j.Cases++
			j.Minutes += c.Minutes
			b.doc.Cases = append(b.doc.Cases, c)
		}
		b.doc.Left += j.Left
		if j.Cases+j.Left+j.Shared > 0 {
			j.Figures = cahier.Figures(figures)
			b.doc.Journeys = append(b.doc.Journeys, j)
		}
	}
	for i := range b.m.Journeys {
		j := &b.m.Journeys[i]
		if b.in.Journey != "" && b.in.Journey != j.Code {
			continue
		}
		put(cahier.Journey{
			Code: j.Code, Title: j.Title, Owner: j.Owner, Critical: j.Critical, Blocking: j.Blocking,
			Consequence: j.Consequence,
		}, j.Cases)
	}
	if b.in.Journey == "" {
		var rest []string
		for i := range b.m.Cases {
			if id := b.m.Cases[i].ID; !taken[id] {
				rest = append(rest, id)
			}
		}
		put(cahier.Journey{}, rest)
	}
	b.doc.Figures = cahier.Figures(all)
	if n := b.state.Tried(func(id string) bool { return taken[id] }); len(n) > 0 && b.in.Kind == cahier.Executed {
		b.doc.Trials = &cahier.Trials{Rehearsal: n[recette.Rehearsal], Exploratory: n[recette.Exploratory]}
	}
}

// one makes the sheet of a case.
func (b *builder) one(f *plan.FrozenCase, mode recette.Mode, journey string) cahier.Case {
	c := cahier.Case{
		ID: f.ID, Antenne: f.Antenne, National: len(b.m.Antennes) > 0 && f.Antenne == "", Name: f.Name,
		Feature: f.Feature.Name, Path: f.Feature.Path, Line: f.Line, Aim: strings.TrimSpace(f.About), Story: f.Story,
		Criteria: list(f.Criteria), Rules: list(f.Rules), Journey: journey, Critical: f.Critical,
		Decisions: tagged(f.Tags, "@", b.in.Tags.Decision), Risks: tagged(f.Tags, b.in.Tags.Risk, b.in.Tags.Risk),
		Priority: priority(&b.in.Tags, f.Tags), Natures: natures(&b.in.Tags, f.Tags), Mode: string(mode),
		Roles: list(f.Roles), DataSets: list(f.Played(b.in.Tags.DataPrefix(), b.data)), Row: []cahier.Value{},
		Content: f.Content, Drift: drift(b.in.Drifts.Of(f.ID)), Replay: string(f.Replay), Anomalies: []string{},
		Former: []cahier.Former{},
	}
	if c.Aim == "" {
		c.Proves = b.criteria(f.Criteria)
	}
	if mode != recette.Automated {
		c.Minutes = sections(b.m).Effort.Minutes
	}
	if j := b.m.Journey(journey); j != nil {
		c.Critical = c.Critical || j.Critical
	}
	if f.Rule != nil {
		c.Rule = f.Rule.Name
	}
	if e := f.Examples; e != nil {
		for i, cell := range e.Cells {
			name := ""
			if i < len(e.Header) {
				name = e.Header[i]
			}
			c.Row = append(c.Row, cahier.Value{Name: name, Text: cell})
		}
	}
	b.steps(f, &c)
	s := b.state.Case(f.ID)
	c.Assigned = b.participant(s.Assigned)
	c.Attempt, c.Verdict = s.Now.Number, string(s.Verdict())
	c.Due = s.Last != nil && b.state.Due(s)
	c.Unread = b.state.Hold(s) == recette.Unread
	c.Open = s.Now.Phase == recette.AttemptOpen
	if b.in.Kind == cahier.Executed {
		b.executed(s, &c)
	}
	return c
}

// criteria gives what the criteria of some numbers said when the plan was frozen; none of those that were not named.
func (b *builder) criteria(ids []string) (out []string) {
	for _, id := range ids {
		if said := b.criterion[id]; said != "" {
			out = append(out, said)
		}
	}
	return out
}

// roles names the roles of the cases as the frozen plan does.
func (b *builder) roles() {
	named := calls(b.m.Names.Roles)
	for i := range b.doc.Cases {
		for _, code := range b.doc.Cases[i].Roles {
			known := func(x cahier.Role) bool { return x.Code == code }
			if label := named[code]; label != "" && !slices.ContainsFunc(b.doc.Roles, known) {
				b.doc.Roles = append(b.doc.Roles, cahier.Role{Code: code, Label: label})
			}
		}
	}
}

// calls gives names by code.
func calls(names []plan.Name) map[string]string {
	out := make(map[string]string, len(names))
	for _, n := range names {
		out[n.Code] = n.Name
	}
	return out
}

// catalogued gives the messages of the frozen plan as references hold them, to find which of them a step cites.
func catalogued(frozen []plan.Message) *reference.Set {
	set, at := &reference.Set{}, map[string]int{}
	for i := range frozen {
		m := &frozen[i]
		n, known := at[m.Code]
		if !known {
			n, at[m.Code] = len(set.Messages), len(set.Messages)
			set.Messages = append(set.Messages, reference.Message{Code: m.Code, Overrides: map[string]string{}})
		}
		if m.Antenne == "" {
			set.Messages[n].Text = m.Text
		} else {
			set.Messages[n].Overrides[m.Antenne] = m.Text
		}
	}
	return set
}

// steps fills the steps. Those of the Contexte come first, and are told once for all the cases that share them.
func (b *builder) steps(f *plan.FrozenCase, c *cahier.Case) {
	for c.Prior < len(f.Steps) && f.Steps[c.Prior].Background {
		c.Prior++
	}
	if c.Prior > 0 {
		steps, _ := json.Marshal(f.Steps[:c.Prior]) // all of it: a table or a text that differs makes another Contexte
		key := f.Feature.Path + "\n" + string(steps)
		at, known := b.contexts[key]
		if !known {
			at = len(b.doc.Contexts)
			b.contexts[key] = at
			b.doc.Contexts = append(b.doc.Contexts, cahier.Context{
				Number: fmt.Sprintf("C%d", at+1), Feature: f.Feature.Name, Path: f.Feature.Path,
				Steps: b.written(f.Steps[:c.Prior], 1, ""),
			})
		}
		c.Context = b.doc.Contexts[at].Number
	}
	c.Steps = b.written(f.Steps[c.Prior:], c.Prior+1, f.Antenne)
}

// written gives steps as the cahier prints them; those of a Contexte, that several branches share, are of none.
func (b *builder) written(steps []catalogue.Step, first int, branch string) []cahier.Step {
	out := make([]cahier.Step, len(steps))
	for i := range steps {
		s := &steps[i]
		out[i] = cahier.Step{
			Number: first + i, Keyword: strings.TrimSpace(s.Keyword), Type: string(s.Type), Text: s.Text,
			Table:    s.Table,
			Messages: b.messages(s, branch),
		}
		if s.DocString != nil {
			out[i].DocString = s.DocString.Content
		}
	}
	return out
}

// messages gives those of the frozen plan that an expected result cites.
func (b *builder) messages(s *catalogue.Step, branch string) (out []cahier.Message) {
	if s.Type != catalogue.Outcome {
		return nil
	}
	block := ""
	if s.DocString != nil {
		block = s.DocString.Content
	}
	for _, x := range b.messaged.Cites(s.Text, s.Table, block, branch) {
		out = append(out, cahier.Message{Code: x.Message.Code, Text: x.Text()})
	}
	return out
}

// tagged gives what follows a prefix in the tags that begin with mark.
func tagged(tags []string, cut, mark string) []string {
	out := []string{}
	for _, t := range tags {
		if vocabulary.Has(t, mark) {
			out = append(out, strings.TrimPrefix(t, cut))
		}
	}
	return out
}

func priority(v *vocabulary.Vocabulary, tags []string) string {
	for i, tag := range v.Priorities() {
		if slices.Contains(tags, tag) {
			return [4]string{"must", "should", "could", "wont"}[i]
		}
	}
	return ""
}

func natures(v *vocabulary.Vocabulary, tags []string) []string {
	out := []string{}
	for i, tag := range v.Natures() {
		if slices.Contains(tags, tag) {
			out = append(out, [4]string{"nominal", "exception", "limit", "rights"}[i])
		}
	}
	return out
}

func list(from []string) []string { return append([]string{}, from...) }

// drift leaves unsaid what is as it was.
func drift(k plan.DriftKind) string {
	if k == plan.Identical {
		return ""
	}
	return string(k)
}
