package validation

import (
	"strings"

	"recette/reports"
	"recette/reports/page"
)

func (t *teller) data() []block {
	all := []block{t.list("", []col{
		t.col("code", 34), t.col("label", 64), t.col("origin", 22), t.col("owner", 30),
		t.col("digest", 24),
	},
		rowsOf(t.p.DataSets, func(s *DataSet) []string {
			return []string{
				s.Code, s.Label, reports.Origin(t.texts, s.Origin),
				page.Sentence("\n", t.who(s.Owner), s.Entity), page.Digest(s.SHA256, 12),
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
			rowsOf(t.p.Accounts, func(x *Account) []string {
				return []string{t.roles(x.Role), x.Login, x.Entity, x.Note}
			})),
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
