package api

import (
	"recette/internal/livingdoc/model"
)

// DocsBuild is the document of "recette docs build", version 1.
type DocsBuild struct {
	V         int    `json:"v"`
	Format    string `json:"format"`
	Out       string `json:"out"`
	Files     int    `json:"files"`
	Bytes     int64  `json:"bytes"`
	Written   int    `json:"written"`
	Unchanged int    `json:"unchanged"`
	Removed   int    `json:"removed"`
	// files of an earlier build that somebody changed since: no longer part of it, and left there
	Kept      []string     `json:"kept"`
	Domains   int          `json:"domains"`
	Features  int          `json:"features"`
	Rules     int          `json:"rules"`
	Scenarios int          `json:"scenarios"`
	Cases     int          `json:"cases"`
	Upcoming  int          `json:"upcoming"`
	Obsolete  int          `json:"obsolete"`
	Recorded  bool         `json:"recorded"`
	Proven    int          `json:"proven"`
	Failed    int          `json:"failed"`
	Stale     int          `json:"stale"`
	Never     int          `json:"never"`
	Open      int          `json:"open"`
	Accepted  int          `json:"accepted"`
	Criteria  docsCriteria `json:"criteria"`
	Messages  int          `json:"messages"`
	Unknown   int          `json:"unknown_messages"`
	Changes   *docsChanges `json:"changes,omitempty"`
}

// docsCriteria are the figures of "recette trace" about criteria.
type docsCriteria struct {
	InScope    int `json:"in_scope"`
	Covered    int `json:"covered"`
	Proven     int `json:"proven"`
	OutOfScope int `json:"out_of_scope"`
}

type docsChanges struct {
	Since string         `json:"since"`
	Total int            `json:"total"`
	Kinds map[string]int `json:"kinds"`
	List  []docsChange   `json:"list"`
}

type docsChange struct {
	Subject string `json:"subject"`
	Kind    string `json:"kind"`
	ID      string `json:"id,omitempty"`
	Name    string `json:"name"`
	Was     string `json:"was,omitempty"`
	Now     string `json:"now,omitempty"`
}

// NewDocsBuild counts what a documentation holds. What was written where is for whoever writes it to say.
func NewDocsBuild(d *model.Doc) DocsBuild {
	f := &d.Figures
	s := DocsBuild{
		V: 1, Kept: []string{}, Domains: f.Domains, Features: f.Features, Rules: f.Rules, Scenarios: f.Scenarios,
		Cases:    f.Cases,
		Upcoming: f.Upcoming, Obsolete: d.Obsolete, Recorded: d.Recorded, Proven: f.Proved, Failed: f.Failed,
		Stale: f.Stale, Never: f.Never, Open: f.Open, Accepted: f.Accepted, Messages: len(d.Messages),
		Criteria: docsCriteria{f.Criteria.InScope, f.Criteria.Covered, f.Criteria.Proved, f.Criteria.Out()},
	}
	for i := range d.Messages {
		if !d.Messages[i].Known() {
			s.Unknown++
		}
	}
	if c := d.Changes; c != nil {
		s.Changes = &docsChanges{Since: c.Since, Total: len(c.List), Kinds: map[string]int{}, List: []docsChange{}}
		for i := range c.List {
			ch := &c.List[i]
			s.Changes.Kinds[string(ch.Kind)]++
			s.Changes.List = append(s.Changes.List, docsChange{
				Subject: string(ch.Subject), Kind: string(ch.Kind), ID: ch.ID, Name: ch.Name, Was: ch.Was, Now: ch.Now,
			})
		}
	}
	return s
}
