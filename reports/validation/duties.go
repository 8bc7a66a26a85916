package validation

import (
	"cmp"
	"slices"
	"strings"

	"recette/reports/page"
)

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
		t.authors(), t.accelerated(), t.review(), t.signoff(),
	}
	if len(t.p.Signoff.Steps) > 0 {
		all = append(all, t.route())
	}
	return all
}

// authors lists who wrote which scenarios.
func (t *teller) authors() block {
	return t.list("authors", []col{t.col("name", 54), t.col("wrote", 90), t.figures("cases", 30)},
		rowsOf(t.p.Authors, func(x *Author) []string {
			return []string{t.who(x.Who), t.selected(x.Cases), t.number(x.Rows)}
		}))
}

// accelerated says that what is decided expires unless it is confirmed, and when.
func (t *teller) accelerated() block {
	a := &t.p.Accelerated
	if *a == (Accelerated{}) {
		return t.list("accelerated", nil, nil)
	}
	return block{title: t.t("part.accelerated"), fields: []page.Field{
		t.field("reason", a.Reason), t.field("expiry", t.t("accelerated.days", t.number(a.Days))),
	}}
}

// selected words what selects cases: all, the critical ones, or a tag, a journey, a scenario.
func (t *teller) selected(said []string) string {
	out := make([]string, len(said))
	for i, c := range said {
		out[i] = c
		if c == "all" || c == "critical" {
			out[i] = t.word("review", c)
		}
	}
	return strings.Join(out, ", ")
}

// review says which results are read over.
func (t *teller) review() block {
	r := &t.p.Review
	if len(r.Cases) == 0 {
		return t.list("review", nil, nil)
	}
	verdicts := make([]string, len(r.Verdicts))
	for i, v := range r.Verdicts {
		verdicts[i] = t.word("verdict", v)
	}
	return block{title: t.t("part.review"), fields: []page.Field{
		t.field("reviewed", page.Sentence(" – ", t.selected(r.Cases), t.cases(r.Rows))),
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
