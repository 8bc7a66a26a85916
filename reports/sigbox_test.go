package reports

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"recette/reports/page"
)

func boxOptions(t page.Texts) SignatureBoxOptions {
	return SignatureBoxOptions{
		Texts: t, Language: "fr", Width: 232, Height: 74, Name: "Hélène Garçonnet", Role: "po",
		Entity:   "Confédération, DSI",
		Decision: "accepted_with_reserves", At: *at(24, 17, 58), Location: paris(), Fingerprint: sha("pv"),
		Level: "AC interne du projet", Demo: true,
	}
}

// longTrust is the longest level of trust that the product states.
const longTrust = "AC interne du projet : signature simple ou avancée selon vos procédures ; identité non vérifiable " +
	"hors de l’organisation"

func TestSignatureBox(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*SignatureBoxOptions)
		want   []string
		absent string
	}{
		"po, demo": {
			func(*SignatureBoxOptions) {},
			[]string{
				"Hélène Garçonnet", "PO, Confédération, DSI", "« Je décide : recette prononcée avec réserves. »",
				"Le 24/11/2026 17:58 (UTC+1)", sha("pv")[:16], "AC interne du projet", "DEMO – SANS VALEUR",
			},
			sha("pv")[:17],
		},
		"ppo": {
			func(o *SignatureBoxOptions) { o.Role, o.Demo = "ppo", false },
			[]string{"« Je constate les résultats de ce procès-verbal. »"},
			"DEMO",
		},
		"no trust": {
			func(o *SignatureBoxOptions) { o.Level, o.Location = "", nil },
			[]string{"non renseigné", "16:58 (UTC)"},
			"AC interne",
		},
		"long trust": {func(o *SignatureBoxOptions) { o.Level = longTrust }, []string{longTrust}, "…"},
		"longer trust": {
			func(o *SignatureBoxOptions) { o.Level = longTrust + " ; " + longTrust },
			[]string{longTrust + " ; " + longTrust},
			"…",
		},
		"long": {
			func(o *SignatureBoxOptions) { o.Name = strings.Repeat("Très ", 30) + "🙂" }, []string{"Très Très"}, "\x00",
		},
		"small": {func(o *SignatureBoxOptions) { o.Width, o.Height = 100, 36 }, []string{"Hélène Garçonnet"}, "\x00"},
	} {
		o := boxOptions(loadTexts(t, "fr"))
		c.change(&o)
		one, err := SignatureBox(o)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		two, _ := SignatureBox(o)
		if !bytes.Equal(one, two) {
			t.Errorf("%s: two renders differ", name)
		}
		text := folded(tool(t, one, "pdftotext", "FILE", "-"))
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the box lacks %q: %s", name, want, text)
			}
		}
		if strings.Contains(text, c.absent) {
			t.Errorf("%s: the box holds %q", name, c.absent)
		}
		if info := folded(tool(t, one, "pdfinfo", "FILE")); !strings.Contains(info, "Pages: 1 ") {
			t.Errorf("%s: %s", name, info)
		}
	}
	for _, o := range []SignatureBoxOptions{{}, {Texts: loadTexts(t, "fr"), Width: 10, Height: 100}} {
		if _, err := SignatureBox(o); !errors.Is(err, ErrOptions) {
			t.Errorf("%v, want ErrOptions", err)
		}
	}
}
