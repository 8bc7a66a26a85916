package validation

import (
	"cmp"
	"strconv"
	"strings"

	"recette/reports"
	"recette/reports/page"
)

func (t *teller) identification() []block {
	p := t.p
	return []block{
		{fields: []page.Field{
			t.field("name", p.Name), t.field("version", page.Sentence(" – ", p.Version, t.word("status", p.Status))),
			t.field("author", p.Author), t.field("nature", t.word("nature", p.Nature)),
			t.field("regime", reports.Regime(t.texts, p.Regime)),
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

// roles names the roles of the product, each by its code when the project does not name it.
func (t *teller) roles(codes ...string) string {
	out := make([]string, len(codes))
	for i, code := range codes {
		out[i] = cmp.Or(reports.NameOf(t.p.RoleNames, code), code)
	}
	return strings.Join(out, ", ")
}

// chosen says which texts are the basis of the test, and at which commit, when they are at one.
func (t *teller) chosen() string {
	cases := t.number(t.p.Reference.Cases)
	if t.p.Reference.Commit == "" {
		return t.t("basis.intro.uncommitted", cases)
	}
	return t.t("basis.intro", cases, page.Digest(t.p.Reference.Commit, 12))
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
			t.field("roles", t.roles(j.Roles...)), t.field("entities", strings.Join(j.Entities, ", ")),
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
				by := t.who(x.AgreedBy)
				if x.Elsewhere {
					by = page.Sentence("\n", by, t.t("elsewhere"))
				}
				return []string{x.What, x.Reason, by}
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
