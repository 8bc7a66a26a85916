package model

// Chapter is a chapter of the document: its anchor in a single file, its page in a site.
type Chapter struct {
	ID    string
	Group string // of the navigation
}

// File is the name of the page of a chapter.
func (c Chapter) File(ext string) string {
	if c.ID == "summary" {
		return "index" + ext
	}
	return c.ID + ext
}

// chapters lists the chapters in order. That of the features holds the domains.
func chapters() []Chapter {
	return []Chapter{
		{"summary", "overview"},
		{"changes", "overview"},
		{"features", "product"},
		{"rules", "catalogues"},
		{"exceptions", "catalogues"},
		{"messages", "catalogues"},
		{"rights", "catalogues"},
		{"glossary", "catalogues"},
		{"datasets", "catalogues"},
		{"journeys", "proof"},
		{"traceability", "proof"},
		{"history", "proof"},
		{"decisions", "proof"},
		{"upcoming", "later"},
	}
}

// shown reports whether a chapter has something to say. Those that the documentation must hold say so when they have
// not.
func (d *Doc) shown(id string) bool {
	switch id {
	case "changes":
		return d.Changes != nil
	case "journeys":
		return len(d.Journeys) > 0
	case "history":
		return len(d.History) > 0
	case "rights":
		return len(d.Rights.Roles) > 0
	case "glossary":
		return len(d.Terms) > 0
	case "datasets":
		return len(d.DataSets) > 0
	case "traceability":
		return len(d.Stories) > 0
	case "upcoming":
		return len(d.Upcoming) > 0
	}
	return true
}

// Chapters lists those that the document shows.
func (d *Doc) Chapters() []Chapter {
	var out []Chapter
	for _, c := range chapters() {
		if d.shown(c.ID) {
			out = append(out, c)
		}
	}
	return out
}

// Pages says on which page each anchor stands, when a document has several. ext is how the names of its pages end.
func (d *Doc) Pages(ext string) map[string]string {
	pages := map[string]string{}
	feature := func(f *Feature, page string) {
		pages[f.Anchor] = page
		for _, r := range f.Rules {
			pages[r.Anchor] = page
			for _, s := range r.Scenarios {
				pages[s.Anchor] = page
			}
		}
	}
	for _, dom := range d.Domains {
		pages[dom.Anchor] = "features" + ext
		for _, f := range dom.Features {
			feature(f, "f/"+f.Anchor+ext)
		}
	}
	for _, dom := range d.Upcoming {
		pages[dom.Anchor] = "upcoming" + ext
		for _, f := range dom.Features {
			feature(f, "upcoming"+ext)
		}
	}
	for i := range d.Rules {
		pages[d.Rules[i].Anchor] = "rules" + ext
	}
	for i := range d.Messages {
		pages[d.Messages[i].Anchor] = "messages" + ext
	}
	for i := range d.Rights.Roles {
		pages[d.Rights.Roles[i].Anchor] = "rights" + ext
	}
	for _, a := range d.TermAnchors {
		pages[a] = "glossary" + ext
	}
	for i := range d.DataSets {
		pages[d.DataSets[i].Anchor] = "datasets" + ext
	}
	for i := range d.Decisions {
		pages[d.Decisions[i].Anchor] = "decisions" + ext
	}
	for i := range d.Journeys {
		pages[d.Journeys[i].Anchor] = "journeys" + ext
	}
	for i := range d.Stories {
		pages[d.Stories[i].Anchor] = "traceability" + ext
	}
	return pages
}
