package validation

import (
	"recette/reports"
	"recette/reports/page"
)

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
			base := page.Sentence("\n", reports.Base(t.texts, c.Base, c.Measure), t.journey(c.Journey))
			return []string{
				c.Text, c.Threshold, base, c.Window, page.Sentence("\n", t.how(c), t.who(c.By)),
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
			return []string{
				t.word("severity", s.Severity), s.Meaning, page.Sentence("\n", t.weight(s), s.Effect),
				t.some(s.Correction),
			}
		})),
	}
}

// weight says what the rules make of a severity, whatever the plan says of it in words.
func (t *teller) weight(s *Severity) string {
	said := t.word("weight", s.Decision)
	if s.AtMost > 0 {
		said += ", " + t.t("weight.most", t.some(s.AtMost))
	}
	return said
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
