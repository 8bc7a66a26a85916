package verify

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"recette/internal/budget"
	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/reference"
	"recette/internal/strictjson"
)

// heard reads a manifest as the content of a PV does.
func heard(t *testing.T, m *plan.Manifest) *check {
	t.Helper()
	data, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	f := newManifestFile(budget.New(t.Context(), budget.Limits{}))
	if err := strictjson.Decode(bytes.NewReader(data), f, nil); err != nil {
		t.Fatal(err)
	}
	return &check{frozen: &f.manifest}
}

// pieces are what texts are made of, where the two readings of a message could part.
func pieces() []string {
	return []string{
		"a", "e", "é", "e\u0301", "montant", "MSG-7", "MSG-77", "MSG:7", "MSG.7", "accueil", "7", " ", "  ", "\u00a0",
		"\u202f", "\n", "{", "}", "{a}", "{ b }", "{}", "{{c}}", "{\"d\": 4}", "{«e»}",
		"{" + strings.Repeat("x", 60) + "}", "{" + strings.Repeat("x", 61) + "}", "{" + strings.Repeat("é", 31) + "}",
		"\"", "«", "»", "“", "”", "« ", " »",
		"'", "’", "ʼ", ".", ",", ":", "-", "_", "\u2028", "\u0085", "K", "\u212a", "ſ",
	}
}

// What is frozen as cited is found by who verifies, whatever the texts: nobody could sign a PV otherwise. And nothing
// else is: a plan says of no case that it cites what the references would not read there.
func TestTerms_AsFrozen(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	parts := pieces()
	text := func(most int) string {
		var b strings.Builder
		for range r.IntN(most + 1) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		return b.String()
	}
	codes := []string{"MSG-7", "MSG-77", "MSG:7", "MSG.7", "accueil", "e", "7"}
	cited, uncited := 0, 0
	for range 6000 {
		set := &reference.Set{}
		some := codes
		if r.IntN(2) == 0 {
			some = codes[r.IntN(len(codes)):][:1]
		}
		for _, code := range some {
			m := reference.Message{Code: code, Text: text(5)}
			if r.IntN(3) == 0 {
				m.Overrides = map[string]string{"Corse": text(5)}
			}
			set.Messages = append(set.Messages, m)
		}
		// what a case says is a text of a message, with values for its variables, or any other
		say := func() string {
			m := set.Messages[r.IntN(len(set.Messages))]
			switch r.IntN(4) {
			case 0:
				return m.Code
			case 1:
				return text(6)
			}
			said := m.Texts()[r.IntN(len(m.Texts()))]
			return strings.NewReplacer("{a}", "12", "{ b }", text(1)).Replace(said)
		}
		step := catalogue.Step{Type: catalogue.Outcome, Text: text(3)}
		for range r.IntN(3) {
			mark := [][2]string{{"« ", " »"}, {"\"", "\""}, {"“", "”"}, {"", ""}}[r.IntN(4)]
			step.Text += mark[0] + say() + mark[1] + text(2)
		}
		for range r.IntN(3) {
			step.Table = append(step.Table, []string{say(), text(2)})
		}
		if r.IntN(3) == 0 {
			step.DocString = &catalogue.DocString{Content: say()}
		}
		branch := []string{"", "Corse"}[r.IntN(2)]
		m := plan.Manifest{V: plan.ManifestVersion, Language: "fr", Cases: []plan.FrozenCase{
			{Case: catalogue.Case{ID: "SC-1", Steps: []catalogue.Step{step}}, Antenne: branch},
		}}
		block := ""
		if step.DocString != nil {
			block = step.DocString.Content
		}
		found := set.Cites(step.Text, step.Table, block, branch)
		for _, x := range found {
			claimed(&m, x.Message.Code, x.Antenne, x.Text())
		}
		if c := heard(t, &m); len(c.frozen.shown) != len(found) {
			t.Fatalf("%+v\nin %q, messages %+v\nfrozen %+v\nfound %v",
				step, branch, set.Messages, found, c.frozen.shown)
		}
		cited += len(found)
		if len(set.Messages) > 1 || len(found) > 0 { // of several that read one text, the first alone is frozen
			continue
		}
		uncited++
		alone := &set.Messages[0]
		claimed(&m, alone.Code, "", alone.Text)
		for antenne, own := range alone.Overrides {
			claimed(&m, alone.Code, antenne, own)
		}
		if c := heard(t, &m); len(c.frozen.shown) > 0 {
			t.Fatalf("%+v\nin %q, message %+v\nfound, and not frozen: %v", step, branch, alone, c.frozen.shown)
		}
	}
	if cited < 1000 || uncited < 1000 {
		t.Errorf("%d messages were cited, %d were not", cited, uncited)
	}
}

// claimed says in a plan that its case cites a message.
func claimed(m *plan.Manifest, code, antenne, text string) {
	m.Names.Messages = append(
		m.Names.Messages, plan.Message{Code: code, Antenne: antenne, Text: text, Rows: []string{"SC-1"}},
	)
}

// What parted the two readings once, and what each may cite.
func TestTerms_Cited(t *testing.T) {
	code, text := "MSG-7", "Il reste {solde} € à payer."
	for name, tt := range map[string]struct {
		code, antenne, text, said, branch string
		want                              bool
	}{
		"a text":                      {code, "", text, "« Il reste 3 € à payer. »", "", true},
		"a text in a sentence":        {code, "", text, "Il reste 3 € à payer.", "", false},
		"a text within a quotation":   {code, "", text, "« Il reste 3 € à payer. Merci. »", "", false},
		"a variable of nothing":       {code, "", text, "« Il reste  € à payer. »", "", false},
		"braces of data":              {code, "", `{"erreur": "invalide"}`, `« {"erreur": "invalide"} »`, "", true},
		"braces of other data":        {code, "", `{"erreur": "invalide"}`, "« n’importe quoi »", "", false},
		"a code":                      {code, "", text, "l’avis MSG-7.", "", true},
		"a code before a colon":       {code, "", text, "l’avis MSG-7: lu", "", true},
		"a code in a code":            {code, "", text, "l’avis MSG-77", "", false},
		"a code with a colon":         {"MSG:7", "", text, "l’avis MSG:7.", "", true},
		"a code that is a word":       {"accueil", "", text, "la page accueil", "", false},
		"a code of a branch":          {code, "Corse", text, "l’avis MSG-7", "Corse", true},
		"a code of another branch":    {code, "Corse", text, "l’avis MSG-7", "Nord", false},
		"a text of another branch":    {code, "Corse", text, "« Il reste 3 € à payer. »", "Nord", true},
		"one letter, found anywhere":  {code, "", "{a}e{b}", "le message est lu", "", false},
		"a text that nothing closes":  {code, "", text, "« Il reste 3 € à payer.", "", false},
		"a code, and nothing to read": {"", "", "{tout}", "« tout »", "", false},
	} {
		m := plan.Manifest{V: plan.ManifestVersion, Language: "fr", Cases: []plan.FrozenCase{{
			Case: catalogue.Case{
				ID: "SC-1", Steps: []catalogue.Step{{Type: catalogue.Outcome, Text: tt.said}},
			}, Antenne: tt.branch,
		}}}
		claimed(&m, tt.code, tt.antenne, tt.text)
		if got := len(heard(t, &m).frozen.shown) > 0; got != tt.want {
			t.Errorf("%s: cited %t", name, got)
		}
	}
}

// A plan that lists the same twice, or out of order, is doubted: no version froze it.
func TestTerms_Order(t *testing.T) {
	message := func(code, antenne string, rows ...string) frozenMessage {
		return frozenMessage{Code: code, Antenne: antenne, Rows: rows}
	}
	for name, tt := range map[string]struct {
		names frozenTerms
		want  int
	}{
		"in order": {frozenTerms{terms: terms{Rules: []term{{"a", ""}, {"b", ""}}}, Messages: []frozenMessage{
			message("a", "", "SC-2", "SC-1"), message("a", "Nord", "SC-1"), message("b", "", "SC-1"),
		}}, 0},
		"a rule twice":          {frozenTerms{terms: terms{Rules: []term{{"a", ""}, {"a", "x"}}}}, 1},
		"criteria out of order": {frozenTerms{terms: terms{Criteria: []term{{"b", ""}, {"a", ""}}}}, 1},
		"a row twice":           {frozenTerms{Messages: []frozenMessage{message("a", "", "SC-1", "SC-2", "SC-1")}}, 1},
		"a message twice": {frozenTerms{Messages: []frozenMessage{
			message("a", "Nord", "SC-1"), message("a", "Nord", "SC-2"),
		}}, 1},
		"messages out of order": {frozenTerms{Messages: []frozenMessage{
			message("a", "Nord", "SC-1"), message("a", "", "SC-1"),
		}}, 1},
	} {
		c := &check{frozen: &manifest{Names: tt.names, shown: map[claim]bool{}}}
		for i := range tt.names.Messages {
			for _, id := range tt.names.Messages[i].Rows {
				c.frozen.shown[claim{i, id}] = true
			}
		}
		c.unsaid()
		if got := c.contents.all; len(got) != tt.want || tt.want > 0 && got[0].Code != NamesOrder {
			t.Errorf("%s: %v", name, got)
		}
	}
}
