package bilan

import (
	"strconv"
	"strings"

	"recette/reports/blocks"
)

// indicators lists the indicators, each with what it is of; those that cannot be computed say why.
func (t *teller) indicators() []blocks.Block {
	var rows [][]blocks.Cell
	for i := range t.b.Indicators {
		x := &t.b.Indicators[i]
		rows = append(rows, []blocks.Cell{
			{Text: t.t("indicator." + x.Key), Bold: true},
			{Text: t.indicated(x)},
			{Text: t.t("indicator." + x.Key + ".how")},
		})
	}
	return []blocks.Block{t.list("", []blocks.Col{
		t.col("indicator", 46), t.col("value", 44), t.col("how", 84),
	}, rows)}
}

func (t *teller) indicated(x *Indicator) string {
	switch {
	case x.Why != "":
		return t.t("indicator.none." + x.Why)
	case x.Key == "blocking_age":
		return t.t("indicator.mean", t.count("days", x.N), t.count("anomalies", x.Of), t.mean(x))
	case x.Key == "correction":
		return t.t("indicator.mean", t.count("workdays", x.N), t.count("anomalies", x.Of), t.mean(x))
	case x.Key == "blocking_oldest":
		return t.count("days", x.N)
	}
	return t.f.Ratio(x.N, x.Of)
}

// mean divides the terms, to a tenth.
func (t *teller) mean(x *Indicator) string {
	mean := strconv.FormatFloat(float64(x.N)/float64(max(x.Of, 1)), 'f', 1, 64)
	if t.f.Lang != "en" {
		mean = strings.Replace(mean, ".", ",", 1)
	}
	return mean
}
