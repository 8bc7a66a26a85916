package validation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"recette/reports/page"
)

func (t *teller) identification() []block {
	p := t.p
	return []block{
		{fields: []page.Field{
			t.field("name", p.Name), t.field("version", page.Sentence(" – ", p.Version, t.word("status", p.Status))),
			t.field("author", p.Author), t.field("nature", t.word("nature", p.Nature)), t.field("regime", p.Regime),
			t.field("client", page.Sentence(" – ", party(p.Client), p.Client.Lot)), t.field("supplier",
				page.Sentence(" – ", party(p.Supplier), p.Supplier.Lot)),
			t.field("contract", page.Sentence(", ", p.Contract.Reference, t.date(p.Contract.Date))),
		}},
		t.list("history", []col{t.col("version", 16), t.col("date", 22), t.col("author", 44), t.col("what", 92)},
			rowsOf(p.History, func(h *Change) []string {
				return []string{
					h.Version, t.date(h.Date), h.Author,
					h.What,
				}
			})),
	}
}

func party(p Party) string { return page.Sentence(", ", p.Name, p.Representative, p.Title) }

func (t *teller) context() []block {
	p, r := t.p, t.p.Release
	return []block{{fields: []page.Field{
		t.field("context", p.Context), t.field("purpose", p.Purpose),
		t.field("decision", page.Sentence(" – ", p.Expected.What, t.who(p.Expected.By), t.date(p.Expected.On))),
		t.field("release", page.Sentence(
			", ", r.Version, prefixed(t.t("build")+" ", r.Build), r.Note, t.date(r.DeliveredAt),
		)),
		t.field("entities", strings.Join(p.Entities, ", ")),
	}}}
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func (t *teller) basis() []block {
	p := t.p
	return []block{
		{text: t.chosen(), quiet: true},
		t.list("stories", []col{t.col("story", 22), t.col("title", 92), t.col("criteria", 60)},
			rowsOf(p.Stories, func(s *Story) []string {
				return []string{s.ID, s.Title, strings.Join(s.Criteria, ", ")}
			})),
		t.list("rules", []col{t.col("rule", 22), t.col("title", 122), t.col("threshold", 30)},
			rowsOf(p.Rules, func(r *Rule) []string {
				said := ""
				if r.Threshold {
					said = t.t("yes")
				}
				return []string{r.ID, r.Title, said}
			})),
		t.list("basis", []col{t.col("kind", 28), t.col("reference", 60), t.col("version", 20), t.col("note", 66)},
			rowsOf(p.Basis, func(b *Basis) []string {
				return []string{t.word("basis", b.Kind), b.Reference, b.Version, b.Note}
			})),
	}
}

func (t *teller) journeys() []block {
	var all []block
	for i := range t.p.Journeys {
		j := &t.p.Journeys[i]
		order := t.t("order.free")
		if j.Blocking {
			order = t.t("order.blocking")
		}
		all = append(all, block{title: page.Sentence(" – ", j.Code, j.Title), fields: []page.Field{
			t.field("criticality", page.Sentence(", ", t.word("criticality", j.Criticality),
				prefixed(t.t("frequency")+" ", j.Frequency))),
			t.field("owner", j.Owner), t.field("consequence", j.Consequence),
			t.field("roles", strings.Join(j.Roles, ", ")), t.field("entities", strings.Join(j.Entities, ", ")),
			t.field("cases", t.t("cases", t.number(j.Cases), t.number(j.Automated))), t.field("order", order),
		}})
		all = append(all, t.list("", []col{
			t.figures("rank", 12), t.col("scenario", 26), t.col("title", 118),
			t.figures("cases", 18),
		},
			rowsOf(j.Scenarios, func(s *Scenario) []string { return []string{"", s.ID, s.Name, t.number(s.Cases)} })))
		for n := range all[len(all)-1].rows {
			all[len(all)-1].rows[n][0] = t.number(n + 1)
		}
	}
	return append(all, block{text: t.t("selection", t.p.Selection), quiet: true})
}

func (t *teller) scope() []block {
	return []block{
		t.list("in", []col{t.col("what", 84), t.col("reason", 90)},
			rowsOf(t.p.InScope, func(x *Inclusion) []string { return []string{x.What, x.Reason} })),
		t.list("out", []col{t.col("what", 64), t.col("reason", 74), t.col("agreed", 36)},
			rowsOf(t.p.OutOfScope, func(x *Exclusion) []string {
				return []string{
					x.What, x.Reason,
					t.who(x.AgreedBy),
				}
			})),
	}
}

func (t *teller) risks() []block {
	all := []block{t.list("", []col{
		t.col("rank", 9), t.col("risk", 50), t.col("kind", 18), t.col("probability", 20), t.col("impact", 16),
		t.col("response", 45), t.figures("tried", 16),
	}, rowsOf(t.p.Risks, func(r *Risk) []string {
		tried := ""
		if r.Tag != "" {
			tried = t.number(r.Cases)
		}
		return []string{
			"", page.Sentence("\n", r.Text, r.Tag), t.word("risk", r.Kind), t.word("probability", r.Probability),
			t.word("impact", r.Impact), page.Sentence("\n", r.Response, t.who(r.Owner)), tried,
		}
	}))}
	for i := range all[0].rows {
		all[0].rows[i][0] = "R" + strconv.Itoa(i+1)
	}
	if len(t.p.Risks) > 0 {
		all = append(all, block{title: t.t("part.matrix"), draw: func(d *doc) { d.matrix(t) }})
	}
	return all
}

func (t *teller) levels() []block {
	return []block{
		t.list("", []col{
			t.col("level", 30), t.col("who", 42), t.col("mode", 22), t.col("threshold", 30),
			t.col("note", 50),
		},
			rowsOf(t.p.Levels, func(l *Level) []string {
				return []string{t.word("level", l.Level), t.who(l.Who...), t.word("mode", l.Mode), l.Threshold, l.Note}
			})),
		{fields: []page.Field{t.field("regression", page.Sentence(" – ", t.p.Regression.Selection,
			t.cases(t.p.Regression.Cases)))}},
		t.list("flags", []col{t.col("name", 60), t.col("state", 114)},
			rowsOf(t.p.Flags, func(x *Flag) []string { return []string{x.Name, x.State} })),
	}
}

func (t *teller) data() []block {
	all := []block{t.list("", []col{
		t.col("code", 34), t.col("label", 64), t.col("origin", 22), t.col("owner", 30),
		t.col("digest", 24),
	},
		rowsOf(t.p.DataSets, func(s *DataSet) []string {
			return []string{
				s.Code, s.Label, s.Origin, page.Sentence("\n", t.who(s.Owner), s.Entity), page.Digest(s.SHA256, 12),
			}
		}))}
	for i := range t.p.DataSets {
		s := &t.p.DataSets[i]
		var fs []page.Field
		for _, f := range [][2]string{
			{"states", s.States},
			{"volume", s.Volume},
			{"limits", s.Limits},
			{"missing", s.Absent},
			{"forbidden", s.Forbidden},
			{"repeated", s.Repeated},
			{"load", s.Load},
			{"reset", s.Reset},
		} {
			if f[1] != "" {
				fs = append(fs, t.field(f[0], f[1]))
			}
		}
		if len(fs) > 0 {
			all = append(all, block{title: s.Code, fields: fs})
		}
	}
	if bare := unsupported(t.p.DataSets); len(bare) > 0 {
		return append(all, block{text: t.t("data.unsupported", strings.Join(bare, ", "))})
	}
	return append(all, block{text: t.t("data.cnil"), quiet: true})
}

// unsupported lists the data sets of which nobody said that no person can be known by them.
func unsupported(sets []DataSet) []string {
	var codes []string
	for i := range sets {
		if o := sets[i].Origin; o != "fictif" && o != "anonymisé" {
			codes = append(codes, sets[i].Code)
		}
	}
	return codes
}

func (t *teller) environments() []block {
	return []block{
		t.list("", []col{t.col("environment", 34), t.col("url", 58), t.col("build", 30), t.col("note", 52)},
			rowsOf(t.p.Environments, func(e *Environment) []string {
				return []string{
					e.Name, e.URL, e.Build,
					e.Notes,
				}
			})),
		t.list("integrations", []col{t.col("name", 44), t.col("stub", 64), t.col("note", 66)},
			rowsOf(t.p.Integrations, func(x *Integration) []string {
				stub := x.Stub
				if stub == "" {
					stub = t.t("real")
				}
				return []string{x.Name, stub, x.Note}
			})),
		t.list("accounts", []col{t.col("role", 44), t.col("login", 44), t.col("entity", 34), t.col("note", 52)},
			rowsOf(t.p.Accounts, func(x *Account) []string { return []string{x.Role, x.Login, x.Entity, x.Note} })),
	}
}

func (t *teller) sessions() []block {
	e := &t.p.Estimate
	all := []block{t.list("", []col{
		t.col("session", 30), t.col("when", 22), t.figures("minutes", 12), t.col("place", 26), t.col("animator", 26),
		t.col("testers", 27), t.col("plays", 33), t.figures("asked", 16),
	}, rowsOf(t.p.Sessions, func(s *Session) []string {
		return []string{
			page.Sentence("\n", s.Code, s.Title), page.Sentence(" ", t.date(s.Date), s.Start), t.number(s.Minutes),
			page.Sentence("\n", s.Place, s.Entity), s.Animator, strings.Join(s.Testers, ", "),
			page.Sentence("\n", strings.Join(s.Journeys, ", "), t.cases(s.Cases)), t.f.Ratio(s.Asked, s.Holds),
		}
	}))}
	if len(t.p.Sessions) > 0 {
		all = append(all, block{title: t.t("part.loads"), draw: func(d *doc) { d.loads(t) }})
	}
	rows := rowsOf(e.Parts, func(x *Part) []string {
		return []string{t.word("unit", x.Kind), t.number(x.Count), "× " + t.number(x.Each), t.number(x.Cases)}
	})
	rows = append(rows, []string{t.t("estimate.total"), "", "", t.number(e.Estimated)})
	return append(all,
		block{
			title: t.t("part.estimate"), rows: rows,
			cols: []col{t.col("what", 110), t.figures("count", 20), t.figures("each", 22), t.figures("cases", 22)},
		},
		block{text: t.t(
			"estimate.text", t.number(e.Selected), t.number(e.Automated), t.number(e.Minutes),
			t.f.Duration(int64(e.Total)*60_000_000),
			t.number(e.Needed), t.number(len(t.p.Sessions)), t.number(e.Unplanned),
		)},
	)
}

func (t *teller) calendar() []block {
	c := t.p.Calendar
	return []block{
		{fields: []page.Field{
			t.field("period", page.Sentence(" – ", t.date(c.From), t.date(c.To))), t.field("freeze", t.date(c.Freeze)),
			t.field("live", t.date(c.Live)),
		}},
		t.list("iterations", []col{
			t.col("iteration", 22), t.col("build", 28), t.col("delivery", 24), t.col("period", 42),
			t.figures("correction", 22), t.col("note", 36),
		}, rowsOf(t.p.Iterations, func(x *Iteration) []string {
			return []string{
				x.Code, x.Build, t.date(x.Delivery), page.Sentence(" – ", t.date(x.From), t.date(x.To)),
				t.some(x.Correction),
				x.Note,
			}
		})),
	}
}

func (t *teller) criteria() []block {
	var all []block
	for _, l := range []struct {
		key  string
		list []Criterion
	}{{"entry", t.p.Entry}, {"exit", t.p.Exit}, {"suspension", t.p.Suspension}, {"resumption", t.p.Resumption}} {
		b := t.list("", []col{
			t.col("criterion", 54), t.col("threshold", 20), t.col("base", 34), t.col("window", 30),
			t.col("measured", 40),
		}, rowsOf(l.list, func(c *Criterion) []string {
			base := c.Base
			if c.Measure != "" && base == "" {
				base = t.t("base." + c.Measure)
			}
			return []string{
				c.Text, c.Threshold, page.Sentence("\n", base, t.journey(c.Journey)), c.Window,
				page.Sentence("\n", t.how(c), t.who(c.By)),
			}
		}))
		b.title = t.t("criteria." + l.key)
		all = append(all, b)
	}
	return append(all, block{text: t.t("criteria.note"), quiet: true})
}

// journey names the journey that a measure is restricted to.
func (t *teller) journey(code string) string {
	if code == "" {
		return ""
	}
	return t.t("of-journey", code)
}

// how says what measures a criterion, or who attests it.
func (t *teller) how(c *Criterion) string {
	switch {
	case c.Measure != "":
		return t.t("measure." + c.Measure)
	case c.Attested != "":
		return t.t("attested", t.who(c.Attested))
	}
	return t.t("nobody")
}

func (t *teller) anomalies() []block {
	a := t.p.Anomalies
	return []block{
		{fields: []page.Field{
			t.field("circuit", a.Circuit), t.field("qualified", t.who(a.Qualified...)),
			t.field("tool", page.Sentence("\n", a.Tool, a.URL)),
		}},
		t.list("severities", []col{
			t.col("severity", 26), t.col("meaning", 56), t.col("effect", 64), t.figures("correction", 28),
		}, rowsOf(a.Severities, func(s *Severity) []string {
			return []string{t.word("severity", s.Severity), s.Meaning, s.Effect, t.some(s.Correction)}
		})),
	}
}

func (t *teller) reporting() []block {
	return []block{
		t.list("indicators", []col{t.col("indicator", 84), t.col("frequency", 40), t.col("for", 50)},
			rowsOf(t.p.Indicators, func(x *Indicator) []string { return []string{x.Name, x.Frequency, x.For} })),
		t.list("committees", []col{
			t.col("committee", 46), t.col("frequency", 30), t.col("what", 50),
			t.col("members", 48),
		},
			rowsOf(t.p.Committees, func(x *Committee) []string {
				return []string{x.Name, x.Frequency, x.Purpose, t.who(x.Members...)}
			})),
	}
}

func (t *teller) duties() []block {
	all := []block{
		t.list("people", []col{t.col("name", 54), t.col("role", 64), t.col("entity", 56)},
			rowsOf(t.p.People, func(p *Person) []string {
				return []string{p.Name, page.Sentence(", ", t.who(p.Role), p.Function), p.Entity}
			})),
		t.list("raci", []col{
			t.col("subject", 54), t.col("accountable", 32), t.col("responsible", 32), t.col("consulted", 28),
			t.col("informed", 28),
		}, rowsOf(t.p.Duties, func(x *Duty) []string {
			return []string{
				x.Subject, t.who(x.Accountable), t.who(x.Responsible...), t.who(x.Consulted...), t.who(x.Informed...),
			}
		})),
		t.list("deputies", []col{t.col("of", 42), t.col("by", 42), t.col("period", 44), t.col("reference", 46)},
			rowsOf(t.p.Deputies, func(x *Deputy) []string {
				return []string{
					t.who(x.Of), x.By, page.Sentence(" – ", t.date(x.From), t.date(x.To)), x.Reference,
				}
			})),
		t.list("policies", []col{t.col("rule", 90), t.col("strictness", 30), t.col("reason", 54)},
			rowsOf(t.p.Policies, func(x *Policy) []string {
				return []string{t.word("policy", x.Rule), t.word("effect", x.Effect), x.Reason}
			})),
		t.review(), t.signoff(),
	}
	if len(t.p.Signoff.Steps) > 0 {
		all = append(all, t.route())
	}
	return all
}

// review says which results are read over.
func (t *teller) review() block {
	r := &t.p.Review
	if len(r.Cases) == 0 {
		return t.list("review", nil, nil)
	}
	cases := make([]string, len(r.Cases))
	for i, c := range r.Cases {
		cases[i] = c
		if c == "all" || c == "critical" {
			cases[i] = t.word("review", c)
		}
	}
	verdicts := make([]string, len(r.Verdicts))
	for i, v := range r.Verdicts {
		verdicts[i] = t.word("verdict", v)
	}
	return block{title: t.t("part.review"), fields: []page.Field{
		t.field("reviewed", page.Sentence(" – ", strings.Join(cases, ", "), t.cases(r.Rows))),
		t.field("verdicts", cmp.Or(strings.Join(verdicts, ", "), t.t("review.any"))),
		t.field("readers", cmp.Or(t.who(r.By...), t.t("review.anybody"))),
	}}
}

// signoff lists what is asked for before the decision.
func (t *teller) signoff() block {
	return t.list("signoff", []col{t.col("requested", 60), t.col("whom", 74), t.col("delay", 40)},
		rowsOf(t.p.Signoff.Steps, func(x *SignoffStep) []string {
			delay := ""
			if x.Days > 0 {
				delay = t.t("delay."+cmp.Or(x.Unit, "days"), t.number(x.Days))
			}
			return []string{t.word("step", x.Kind), page.Sentence(", ", t.who(x.Role), x.Who), delay}
		}))
}

// route says how it is asked for.
func (t *teller) route() block {
	s, order := &t.p.Signoff, "free"
	if s.InOrder {
		order = "ordered"
	}
	fields := []page.Field{
		t.field("early", t.word("early", cmp.Or(s.Effect, "block"))), t.field("order", t.t("visas."+order)),
	}
	if slices.ContainsFunc(s.Steps, func(x SignoffStep) bool { return x.Kind == "opinion" }) {
		quorum := t.t("quorum.each")
		if s.Quorum > 0 {
			quorum = t.number(s.Quorum)
		}
		fields = append(fields,
			t.field("quorum", quorum), t.field("silence", t.word("silence", cmp.Or(s.Silence, "blocks"))))
	}
	return block{fields: fields}
}

func (t *teller) deliverables() []block {
	return []block{t.list("", []col{
		t.col("deliverable", 64), t.col("format", 34), t.col("owner", 36),
		t.col("due", 40),
	},
		rowsOf(t.p.Deliverables, func(x *Deliverable) []string {
			return []string{x.What, x.Format, t.who(x.Owner), t.date(x.Due)}
		}))}
}

func (t *teller) archiving() []block {
	a, years := t.p.Archiving, ""
	if a.Years > 0 {
		years = t.t("years", t.number(a.Years))
	}
	return []block{{fields: []page.Field{
		t.field("formats", strings.Join(a.Formats, ", ")), t.field("kept", years), t.field("place", a.Place),
		t.field("handover", a.Handover), t.field("recipients", strings.Join(t.p.Distribution.Recipients, ", ")),
		t.field("confidentiality", t.p.Distribution.Confidentiality),
	}}}
}

func (t *teller) approval() []block {
	rows := rowsOf(t.p.Approval, func(x *Approval) []string {
		return []string{"", t.who(x.Who), t.word("capacity", x.As), "", "\u00a0\n\u00a0"}
	})
	for i := range rows {
		rows[i][0] = strconv.Itoa(i + 1)
	}
	return []block{
		t.list("", []col{
			t.figures("rank", 12), t.col("who", 56), t.col("capacity", 32), t.col("date", 28),
			t.col("signature", 46),
		}, rows),
		{text: t.t("approval.note"), quiet: true},
	}
}

func (t *teller) remaining() []block {
	rows := rowsOf(t.p.Remaining, func(r *Remains) []string {
		if r.Marked {
			return []string{t.t("marked"), r.Path}
		}
		return []string{t.t("section." + strconv.Itoa(r.Section)), r.Path}
	})
	return []block{
		{text: t.t("remaining.intro"), quiet: true},
		{rows: rows, cols: []col{t.col("section", 80), t.col("key", 94)}},
	}
}

func (t *teller) references() []block {
	r := t.p.Reference
	return []block{{fields: []page.Field{
		t.field("file", r.File), t.field("file-digest", r.SHA256), t.field("commit", r.Commit),
		t.field("manifest", r.Manifest), t.field("issued", t.f.Stamp(t.p.IssuedAt)), t.field("producer", t.p.Producer),
	}}, {text: t.t("references.note"), quiet: true}}
}

// chosen says which texts are the basis of the test, and at which commit, when they are at one.
func (t *teller) chosen() string {
	cases := t.number(t.p.Reference.Cases)
	if t.p.Reference.Commit == "" {
		return t.t("basis.intro.uncommitted", cases)
	}
	return t.t("basis.intro", cases, page.Digest(t.p.Reference.Commit, 12))
}
